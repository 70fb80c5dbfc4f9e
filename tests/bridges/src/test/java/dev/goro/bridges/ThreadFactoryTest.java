package dev.goro.bridges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.testing.Eventually;
import dev.goro.testing.Parked;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code Go.threadFactory}. */
@ParameterizedClass
@EnumSource(Caller.class)
class ThreadFactoryTest {
  @Parameter Caller caller;

  @Test
  void aThreadOfItIsAGoroutineOnceItIsStarted() throws Exception {
    caller.run(
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          Chan<Long> goid = Chan.make();
          Thread thread = Go.threadFactory().newThread(() -> goid.send(Go.goid()));
          assertEquals(Thread.State.NEW, thread.getState());
          assertEquals(before, Go.numGoroutine());
          thread.start();
          Eventually.equal("the number of goroutines", before + 1, Go::numGoroutine);
          assertNotEquals(0, goid.recv());
          thread.join();
          Eventually.atMost("the number of goroutines", before, Go::numGoroutine);
          assertEquals(Thread.State.TERMINATED, thread.getState());
        });
  }

  @Test
  void aThreadThatIsNeverStartedLeavesNothing() throws Exception {
    caller.run(
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          for (int i = 0; i < 100; i++) {
            Go.threadFactory("never-started-").newThread(() -> {});
          }
          assertEquals(before, Go.numGoroutine());
          assertFalse(Go.dump().contains("never-started-"));
        });
  }

  @Test
  void aThreadRunsOnce() throws Exception {
    caller.run(
        () -> {
          Thread thread = Go.threadFactory().newThread(() -> {});
          thread.start();
          assertThrows(IllegalThreadStateException.class, thread::start);
          thread.join();
          assertThrows(IllegalThreadStateException.class, thread::start);
        });
  }

  @Test
  void namesAreThePrefixAndANumber() throws Exception {
    caller.run(
        () -> {
          ThreadFactory named = Go.threadFactory("worker-");
          assertEquals("worker-0", named.newThread(() -> {}).getName());
          assertEquals("worker-1", named.newThread(() -> {}).getName());
          assertEquals("worker-0", Go.threadFactory("worker-").newThread(() -> {}).getName());
          assertEquals("", Go.threadFactory().newThread(() -> {}).getName());
        });
  }

  @Test
  void nullIsRefused() throws Exception {
    caller.run(
        () -> {
          assertThrows(NullPointerException.class, () -> Go.threadFactory().newThread(null));
          assertThrows(NullPointerException.class, () -> Go.threadFactory(null));
        });
  }

  @Test
  void whatTheTaskThrowsGoesToTheThreadsOwnHandler() throws Exception {
    caller.run(
        () -> {
          var thrown = new IllegalStateException("nobody's");
          Chan<Throwable> uncaught = Chan.make(1);
          Thread thread =
              Go.threadFactory()
                  .newThread(
                      () -> {
                        throw thrown;
                      });
          thread.setUncaughtExceptionHandler((t, e) -> uncaught.send(e));
          thread.start();
          assertSame(thrown, uncaught.recv());
          thread.join();
        });
  }

  @Test
  void goexitEndsTheGoroutineAndNobodyIsTold() throws Exception {
    caller.run(
        () -> {
          Chan<Throwable> uncaught = Chan.make(1);
          Chan<Boolean> cleanedUp = Chan.make(1);
          Thread thread =
              Go.threadFactory()
                  .newThread(
                      () -> {
                        try {
                          Go.goexit();
                        } finally {
                          cleanedUp.send(true);
                        }
                      });
          thread.setUncaughtExceptionHandler((t, e) -> uncaught.send(e));
          thread.start();
          thread.join();
          assertTrue(cleanedUp.recv());
          assertEquals(0, uncaught.len());
        });
  }

  @Test
  void anInterruptBeforeTheStartIsSeenByTheTask() throws Exception {
    caller.run(
        () -> {
          Chan<Boolean> interrupted = Chan.make(1);
          Thread thread =
              Go.threadFactory()
                  .newThread(
                      () -> {
                        try {
                          Chan.make().recv();
                        } catch (InterruptedOperationException e) {
                          interrupted.send(Thread.interrupted());
                        }
                      });
          thread.interrupt();
          thread.start();
          assertTrue(interrupted.recv());
        });
  }

  @Test
  void joinWaits() throws Exception {
    caller.run(
        () -> {
          Chan<Boolean> gate = Chan.make();
          Thread thread = Go.threadFactory().newThread(gate::recv);
          thread.start();
          Parked joining = Parked.in(thread::join);
          gate.send(true);
          joining.awaitEnd();
        });
  }

  @Test
  void aDumpShowsItsNameItsStackAndWhoAskedForIt() throws Exception {
    caller.run(
        () -> {
          Chan<Boolean> gate = Chan.make();
          try (var executor = Executors.newThreadPerTaskExecutor(Go.threadFactory("job-"))) {
            executor.execute(gate::recv);
            Eventually.that(
                "the dump shows the goroutine",
                () -> {
                  String dump = Go.dump();
                  return dump.contains("\"job-0\" [chan receive")
                      && dump.contains(
                          "created by dev.goro.bridges.ThreadFactoryTest.lambda$aDumpShows");
                });
            gate.close();
          }
        });
  }
}
