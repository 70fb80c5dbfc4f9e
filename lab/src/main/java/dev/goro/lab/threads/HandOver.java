package dev.goro.lab.threads;

import dev.goro.Chan;
import dev.goro.lab.measure.Effort;
import dev.goro.lab.measure.Sampler;
import dev.goro.lab.process.Experiment;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What a switch costs: two hand the turn to and fro, and never run at once. OS threads by park and
 * unpark, which is a futex of the kernel; goroutines by an unbuffered channel. One operation is one
 * hand-over.
 */
public final class HandOver implements Experiment {
  /** Made by its name. */
  public HandOver() {}

  @Override
  public Object run(List<String> args) throws Exception {
    var crew = Crew.valueOf(args.getFirst());
    return Sampler.sample(
        Effort.of(args.subList(1, args.size())),
        switch (crew) {
          case THREADS -> HandOver::byFutex;
          case GOROUTINES -> HandOver::byChannel;
        });
  }

  /** A turn that one gives and the other awaits. */
  private static final class Turn {
    private volatile Thread owner;
    private volatile boolean here;

    void give() {
      here = true;
      LockSupport.unpark(owner);
    }

    void await() {
      while (!here) {
        LockSupport.park(this);
      }
      here = false;
    }
  }

  private static void byFutex(long times) throws InterruptedException {
    long each = (times + 1) / 2;
    var mine = new Turn();
    var theirs = new Turn();
    mine.owner = Thread.currentThread();
    var other =
        Thread.ofPlatform()
            .unstarted(
                () -> {
                  for (long i = 0; i < each; i++) {
                    theirs.await();
                    mine.give();
                  }
                });
    theirs.owner = other;
    other.start();
    for (long i = 0; i < each; i++) {
      theirs.give();
      mine.await();
    }
    other.join();
  }

  private static void byChannel(long times) {
    long each = (times + 1) / 2;
    Chan<Long> there = Chan.make();
    Chan<Long> back = Chan.make();
    Crew.GOROUTINES.start(
        () -> {
          for (long i = 0; i < each; i++) {
            back.send(there.recv());
          }
        });
    for (long i = 0; i < each; i++) {
      there.send(i);
      if (back.recv() != i) {
        throw new IllegalStateException("the turn " + i + " came back as another");
      }
    }
  }
}
