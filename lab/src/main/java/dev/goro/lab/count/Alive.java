package dev.goro.lab.count;

import dev.goro.Go;
import dev.goro.lab.measure.Footprint;
import dev.goro.lab.process.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes more and more that live at once and wait, up to a number or until the system refuses one;
 * then lets all of them end. At each step it takes the process's footprint.
 */
public final class Alive implements Experiment {
  /** For both alike; few enough threads that the C library's kept stacks do not matter. */
  private static final int PILOT_THREADS = 4;

  private static final int PILOT_GOROUTINES = 5_000;

  /** Made by its name. */
  public Alive() {}

  /**
   * A step.
   *
   * @param alive how many live
   * @param bytes the memory of each; absent if the system does not tell
   * @param startNanos the time that each took to start, of those that are new
   */
  public record Step(int alive, OptionalLong bytes, double startNanos) {}

  /**
   * The answer.
   *
   * @param steps what was found at each number
   * @param most how many lived at once
   * @param refusal what the system said when it refused one more; empty if it did not
   * @param ended how many came to their end
   */
  public record Grown(List<Step> steps, int most, String refusal, int ended) {}

  @Override
  public Object run(List<String> args) throws Exception {
    boolean threads = Boolean.parseBoolean(args.getFirst());
    for (int i = 0; i < 2; i++) {
      grow(threads, List.of(threads ? PILOT_THREADS : PILOT_GOROUTINES));
    }
    Footprint.settle();
    return grow(threads, args.subList(1, args.size()).stream().map(Integer::valueOf).toList());
  }

  private static Grown grow(boolean threads, List<Integer> counts) throws InterruptedException {
    var wait = new CountDownLatch(1);
    var here = new AtomicInteger();
    var ended = new AtomicInteger();
    Runnable task =
        () -> {
          here.incrementAndGet();
          try {
            wait.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          ended.incrementAndGet();
        };
    OptionalLong before = Footprint.bytes();
    var steps = new ArrayList<Step>();
    int alive = 0;
    String refusal = "";
    try {
      for (int count : counts) {
        int first = alive;
        long begin = System.nanoTime();
        for (; alive < count; alive++) {
          start(threads, task);
        }
        await(here, alive);
        double each = (double) (System.nanoTime() - begin) / (alive - first);
        steps.add(new Step(alive, Footprint.each(before, alive), each));
      }
    } catch (OutOfMemoryError e) {
      refusal = String.valueOf(e.getMessage()); // so the JVM tells that there is no thread
    } finally {
      wait.countDown();
    }
    await(ended, alive);
    return new Grown(steps, alive, refusal, ended.get());
  }

  private static void start(boolean threads, Runnable task) {
    if (threads) {
      Thread.ofPlatform().start(task);
    } else {
      Go.go(task::run);
    }
  }

  private static void await(AtomicInteger counter, int count) throws InterruptedException {
    while (counter.get() < count) {
      Thread.sleep(1);
    }
  }
}
