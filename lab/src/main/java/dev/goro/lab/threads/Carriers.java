package dev.goro.lab.threads;

import dev.goro.lab.measure.OsThread;
import dev.goro.lab.measure.Usage;
import dev.goro.lab.process.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * How many OS threads carry how many: all are alive at once, each has slept once and has noted on
 * which OS threads it ran.
 */
public final class Carriers implements Experiment {
  private static final int SLEEP_MILLIS = 5;

  /** Those that find their classes not yet loaded cannot leave their threads, and others come. */
  private static final int WARMUPS = 5;

  private static final int WARMUP = 100;
  private static final int SETTLING_MILLIS = 30;

  /** Made by its name. */
  public Carriers() {}

  /**
   * The answer for one number.
   *
   * @param alive how many were alive at once
   * @param carriers on how many OS threads they ran
   * @param kernel how many threads of this process the kernel had, beyond those before the first;
   *     absent if the system does not tell
   */
  public record Carried(int alive, int carriers, OptionalLong kernel) {}

  @Override
  public Object run(List<String> args) throws Exception {
    var crew = Crew.valueOf(args.getFirst());
    var all = new ArrayList<Carried>();
    for (int i = 0; i < WARMUPS; i++) {
      measure(crew, WARMUP, OptionalLong.empty());
    }
    OptionalLong before = threadsWhenAllHaveEnded();
    for (String count : args.subList(1, args.size())) {
      all.add(measure(crew, Integer.parseInt(count), before));
    }
    return all;
  }

  /** Those of the warm-up that have done their last step may take a while to be gone. */
  private static OptionalLong threadsWhenAllHaveEnded() throws InterruptedException {
    OptionalLong before;
    OptionalLong now = Usage.osThreads();
    do {
      before = now;
      Thread.sleep(SETTLING_MILLIS);
      now = Usage.osThreads();
    } while (now.isPresent() && now.getAsLong() < before.getAsLong());
    return now;
  }

  private static Carried measure(Crew crew, int count, OptionalLong before)
      throws InterruptedException {
    Set<Long> threads = ConcurrentHashMap.newKeySet();
    var here = new CountDownLatch(count);
    var wait = new CountDownLatch(1);
    var gone = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      crew.start(
          () -> {
            try {
              threads.add(OsThread.id());
              Thread.sleep(SLEEP_MILLIS);
              threads.add(OsThread.id());
              here.countDown();
              wait.await();
              threads.add(OsThread.id());
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            gone.countDown();
          });
    }
    here.await();
    OptionalLong now = Usage.osThreads();
    wait.countDown();
    gone.await();
    return new Carried(
        count,
        threads.size(),
        before.isEmpty() || now.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(Math.max(0, now.getAsLong() - before.getAsLong())));
  }
}
