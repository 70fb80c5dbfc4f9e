package dev.goro.lab.threads;

import dev.goro.lab.measure.Footprint;
import dev.goro.lab.measure.Usage;
import dev.goro.lab.process.Experiment;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;

/**
 * What one that waits takes: address space, and memory. Some were started, waited and ended before,
 * so that what the JVM needs only once is there already.
 */
public final class Idle implements Experiment {
  private static final int ROUNDS_BEFORE = 3;

  /** Few threads, since the C library keeps the stacks of some that ended for the next. */
  private static final int THREADS_BEFORE = 4;

  /** So many goroutines that the threads are there which carry them. */
  private static final int GOROUTINES_BEFORE = 5_000;

  /** Made by its name. */
  public Idle() {}

  /**
   * The answer.
   *
   * @param reserved bytes of address space for each; absent if the system does not tell
   * @param touched bytes of memory for each; absent if the system does not tell
   */
  public record Taken(OptionalLong reserved, OptionalLong touched) {}

  @Override
  public Object run(List<String> args) throws Exception {
    var crew = Crew.valueOf(args.get(0));
    int count = Integer.parseInt(args.get(1));
    for (int i = 0; i < ROUNDS_BEFORE; i++) {
      measure(crew, crew == Crew.THREADS ? THREADS_BEFORE : GOROUTINES_BEFORE, false);
    }
    Footprint.settle();
    return measure(crew, count, true);
  }

  private static Taken measure(Crew crew, int count, boolean weighs) throws InterruptedException {
    OptionalLong footprint = weighs ? Footprint.bytes() : OptionalLong.empty();
    OptionalLong space = Usage.addressSpaceBytes();
    var wait = new CountDownLatch(1);
    var here = new CountDownLatch(count);
    var gone = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      crew.start(
          () -> {
            here.countDown();
            try {
              wait.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            gone.countDown();
          });
    }
    here.await();
    var taken =
        new Taken(each(space, Usage.addressSpaceBytes(), count), Footprint.each(footprint, count));
    wait.countDown();
    gone.await();
    return taken;
  }

  private static OptionalLong each(OptionalLong before, OptionalLong after, int count) {
    return before.isEmpty() || after.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, (after.getAsLong() - before.getAsLong()) / count));
  }
}
