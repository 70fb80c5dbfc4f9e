package dev.goro.lab.threads;

import dev.goro.Go;
import dev.goro.lab.measure.Footprint;
import dev.goro.lab.process.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/**
 * How memory follows the depth of calls: some go 10,000 calls deep and return, all in step. At each
 * step all of them wait, and the process's footprint is taken.
 */
public final class Depth implements Experiment {
  /** How deep they go. */
  static final int DEEPEST = 10_000;

  /** After how many calls they wait. */
  static final int STEP = 2_500;

  /** What a thread's stack must be made for, before it is known how deep it will be. */
  static final long STACK = 16 << 20;

  private static final int WARMUP = 300;

  /** So many go first, unmeasured. */
  private static final int PILOT = 10;

  /** Made by its name. */
  public Depth() {}

  /**
   * A step.
   *
   * @param depth how many calls deep they are
   * @param bytes the memory of each, beyond what there was before the first was started; absent if
   *     the system does not tell
   */
  public record At(int depth, OptionalLong bytes) {}

  @Override
  public Object run(List<String> args) throws Exception {
    var crew = Crew.valueOf(args.get(0));
    int count = Integer.parseInt(args.get(1));
    warmUp();
    descendAll(crew, PILOT, false);
    descendAll(crew, PILOT, false);
    Footprint.settle();
    return descendAll(crew, count, true);
  }

  private static List<At> descendAll(Crew crew, int count, boolean weighs)
      throws InterruptedException, BrokenBarrierException {
    OptionalLong before = weighs ? Footprint.bytes() : OptionalLong.empty();
    var barrier = new CyclicBarrier(count + 1);
    for (int i = 0; i < count; i++) {
      Runnable task = () -> descend(0, barrier);
      switch (crew) {
        case THREADS -> new Thread(null, task, "deep", STACK).start();
        case GOROUTINES -> Go.go(task::run);
      }
    }
    var steps = new ArrayList<At>();
    for (int depth : depths()) {
      barrier.await();
      steps.add(new At(depth, Footprint.each(before, count)));
      barrier.await();
    }
    return steps;
  }

  /** The depths at which they wait, in their order. */
  private static List<Integer> depths() {
    var depths = new ArrayList<Integer>();
    for (int depth = 0; depth <= DEEPEST; depth += STEP) {
      depths.add(depth);
    }
    for (int depth = DEEPEST - STEP; depth >= 0; depth -= STEP) {
      depths.add(depth);
    }
    return depths;
  }

  /** So that all of them run the same compiled code, with frames of the same size. */
  private static void warmUp() throws InterruptedException {
    var thread =
        new Thread(
            null,
            () -> {
              for (int i = 0; i < WARMUP; i++) {
                descend(0, null);
              }
            },
            "warm-up",
            STACK);
    thread.start();
    thread.join();
  }

  private static void descend(int depth, CyclicBarrier barrier) {
    boolean waits = depth % STEP == 0 && barrier != null;
    if (waits) {
      stop(barrier);
    }
    if (depth < DEEPEST) {
      descend(depth + 1, barrier);
      if (waits) {
        stop(barrier);
      }
    }
  }

  private static void stop(CyclicBarrier barrier) {
    try {
      barrier.await(); // all are here
      barrier.await(); // the footprint is taken
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
