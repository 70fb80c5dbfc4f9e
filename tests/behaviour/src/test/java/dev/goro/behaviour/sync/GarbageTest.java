package dev.goro.behaviour.sync;

import static dev.goro.testing.Goroutines.onMain;

import dev.goro.InterruptedOperationException;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import dev.goro.sync.Cond;
import dev.goro.sync.Mutex;
import dev.goro.sync.RWMutex;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits that are over leave on what was waited for: nothing. */
class GarbageTest {
  private static final int ROUNDS = 100;

  /** The last ones that ran may be named on a stack still. */
  private static final int ON_STACKS = 10;

  private static WeakReference<Thread> giveUp(Kind kind, Runnable wait) {
    var waiter =
        Runner.start(
                kind,
                () -> {
                  wait.run();
                  return null;
                })
            .awaitParked();
    waiter.interrupt();
    waiter.failure(InterruptedOperationException.class);
    return new WeakReference<>(waiter.thread());
  }

  @Test
  void whoGaveUpIsNotHeld() throws Exception {
    onMain(
        () -> {
          var mutex = new Mutex();
          mutex.lock();
          var written = new RWMutex();
          written.lock();
          var read = new RWMutex();
          read.rLock();
          var condLock = new Mutex();
          var cond = new Cond(condLock);
          var group = new WaitGroup();
          group.add(1);
          List<Runnable> waits =
              List.of(
                  mutex::lock,
                  written::lock,
                  written::rLock,
                  read::lock,
                  () -> {
                    condLock.lock();
                    try {
                      cond.await();
                    } finally {
                      condLock.unlock();
                    }
                  },
                  group::await);
          List<WeakReference<Thread>> gone = new ArrayList<>();
          for (int i = 0; i < ROUNDS; i++) {
            for (Runnable wait : waits) {
              gone.add(giveUp(Kind.values()[i % 3], wait));
            }
          }
          Eventually.that(
              "they are collected",
              () -> {
                System.gc();
                return gone.stream().filter(r -> !r.refersTo(null)).count() <= ON_STACKS;
              });
          mutex.unlock();
          written.unlock();
          read.rUnlock();
          cond.signal();
          group.done();
        });
  }
}
