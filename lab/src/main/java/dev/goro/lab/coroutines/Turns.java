package dev.goro.lab.coroutines;

import dev.goro.Go;
import dev.goro.coroutine.Coroutine;
import dev.goro.lab.process.Experiment;
import dev.goro.sync.WaitGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Workers that take turns on one CPU. All have the same work, computing in pieces; each records
 * when it runs. Coroutines are resumed one after the other, and a turn ends where its worker
 * yields; goroutines have one P, and are preempted too.
 */
public final class Turns implements Experiment {
  static final int WORKERS = 4;

  /** The worker that forgets to yield, where there is one. */
  static final int FORGETFUL = 1;

  static final int PIECES = 100;
  private static final int STEPS_OF_PIECE = 20;
  private static final long STEP_NANOS = 50_000;

  /** How long a piece takes, by the calibration. */
  static final long PIECE_NANOS = STEPS_OF_PIECE * STEP_NANOS;

  private static final int WARM_UP = 20_000_000;

  private volatile long sum;

  /** Made by its name. */
  public Turns() {}

  /**
   * What was recorded.
   *
   * @param turns for each worker its turns, each from and to a time after the start in nanoseconds
   * @param nanos how long all took
   * @param pause the longest time that a worker which does not forget stood still between two turns
   */
  record Answer(List<List<long[]>> turns, long nanos, long pause) {
    /** How many turns of others began between the first step of one worker and its last. */
    long turnsOfOthersDuring(int worker) {
      long from = turns.get(worker).getFirst()[0];
      long to = turns.get(worker).getLast()[1];
      return IntStream.range(0, WORKERS)
          .filter(other -> other != worker)
          .mapToObj(turns::get)
          .flatMap(List::stream)
          .filter(turn -> turn[0] > from && turn[0] < to)
          .count();
    }
  }

  @Override
  public Object run(List<String> args) throws Exception {
    var which = Case.valueOf(args.getFirst());
    int step = calibrate();
    var recorders = IntStream.range(0, WORKERS).mapToObj(_ -> new Recorder()).toList();
    long begin = System.nanoTime();
    if (which.coroutines()) {
      var workers = new ArrayDeque<Coroutine<Boolean, Boolean>>();
      for (int i = 0; i < WORKERS; i++) {
        int worker = i;
        workers.add(
            Coroutine.of(
                (self, _) -> {
                  work(which, worker, step, recorders.get(worker), () -> self.yield(true));
                  return false;
                }));
      }
      while (!workers.isEmpty()) {
        var next = workers.remove();
        if (next.resume(true)) {
          workers.add(next);
        }
      }
    } else {
      var all = new WaitGroup();
      for (int i = 0; i < WORKERS; i++) {
        int worker = i;
        all.go(() -> work(which, worker, step, recorders.get(worker), Go::gosched));
      }
      all.await();
    }
    long nanos = System.nanoTime() - begin;
    long pause = 0;
    var turns = new ArrayList<List<long[]>>();
    for (int worker = 0; worker < WORKERS; worker++) {
      if (!(which.oneForgets() && worker == FORGETFUL)) {
        pause = Math.max(pause, recorders.get(worker).longestPause());
      }
      turns.add(
          recorders.get(worker).turns().stream()
              .map(turn -> new long[] {turn[0] - begin, turn[1] - begin})
              .toList());
    }
    return new Answer(turns, nanos, pause);
  }

  private void work(Case which, int worker, int step, Recorder recorder, Runnable yield) {
    for (int piece = 0; piece < PIECES; piece++) {
      for (int i = 0; i < STEPS_OF_PIECE; i++) {
        long from = System.nanoTime();
        compute(step);
        recorder.step(from, System.nanoTime());
      }
      if (which.yields(worker)) {
        yield.run();
      }
    }
  }

  /** How many turns of the loop a step takes, once the loop is compiled. */
  private int calibrate() {
    long nanos = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long begin = System.nanoTime();
      compute(WARM_UP);
      nanos = Math.min(nanos, System.nanoTime() - begin);
    }
    return (int) Math.max(1, WARM_UP * STEP_NANOS / nanos);
  }

  private void compute(int turns) {
    long x = turns;
    for (int i = 0; i < turns; i++) {
      x = x * 6_364_136_223_846_793_005L + i;
    }
    sum = x;
  }
}
