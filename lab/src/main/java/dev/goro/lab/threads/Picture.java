package dev.goro.lab.threads;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.lab.measure.Trace;
import dev.goro.lab.process.Experiment;
import dev.goro.sync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Some goroutines that compute, sleep and pass values on, and note on which OS thread they run:
 * what the picture of many goroutines on few threads is drawn of.
 */
public final class Picture implements Experiment {
  /** As many as the page has colours. */
  private static final int GOROUTINES = 8;

  private static final int TURNS = 6;
  private static final int WARMUPS = 3;
  private static final long COMPUTE_NANOS = 400_000;

  /** Made by its name. */
  public Picture() {}

  @Override
  public Object run(List<String> args) throws Exception {
    for (int i = 0; i < WARMUPS; i++) {
      draw();
    }
    return draw();
  }

  /** A ring of them: each computes, sends to the next, receives from the one before, and sleeps. */
  private static List<Trace.Slice> draw() {
    var trace = new Trace();
    var ring = new ArrayList<Chan<Integer>>();
    for (int i = 0; i < GOROUTINES; i++) {
      ring.add(Chan.make(1));
    }
    var all = new WaitGroup();
    for (int i = 0; i < GOROUTINES; i++) {
      int me = i;
      var actor = trace.actor("goroutine " + (i + 1));
      all.go(
          () -> {
            actor.begins();
            for (int turn = 0; turn < TURNS; turn++) {
              compute();
              var next = ring.get((me + 1) % GOROUTINES);
              int value = turn;
              actor.waits("computes", () -> sent(next, value));
              actor.waits("sends", ring.get(me)::recv);
              var pause = Duration.ofNanos(300_000L * (me % 3));
              actor.waits("receives", () -> slept(pause));
            }
            actor.ends("ends");
          });
    }
    all.await();
    return trace.slices();
  }

  private static boolean sent(Chan<Integer> channel, int value) {
    channel.send(value);
    return true;
  }

  private static boolean slept(Duration pause) {
    Go.sleep(pause);
    return true;
  }

  private static void compute() {
    long end = System.nanoTime() + COMPUTE_NANOS;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }
}
