package dev.goro.bridges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.flow.ChannelPublisher;
import dev.goro.testing.Program;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What the bridges' tasks do to a program under the launcher, where a panic ends it. */
class WholeProgramTest {
  private static Program program(Class<?> main) {
    return Program.of(main).jvm("--enable-preview");
  }

  static class Throws {
    static void main() throws Exception {
      var trouble = new IllegalStateException("trouble");
      try (var executor = Go.executor()) {
        Future<?> submitted =
            executor.submit(
                () -> {
                  throw trouble;
                });
        executor.execute(
            () -> {
              throw trouble;
            });
        try {
          submitted.get();
        } catch (ExecutionException e) {
          IO.println("the future says " + e.getCause().getMessage());
        }
      }
      Thread thread =
          Go.threadFactory()
              .newThread(
                  () -> {
                    throw trouble;
                  });
      thread.start();
      thread.join();
      IO.println(
          Go.async(
                  () -> {
                    throw trouble;
                  })
              .exceptionally(t -> "async says " + t.getMessage())
              .get());
      Chan<Integer> channel = Chan.make();
      ChannelPublisher.of(channel)
          .subscribe(
              new Flow.Subscriber<Integer>() {
                @Override
                public void onSubscribe(Flow.Subscription s) {
                  s.request(1);
                }

                @Override
                public void onNext(Integer value) {
                  throw trouble;
                }

                @Override
                public void onError(Throwable cause) {}

                @Override
                public void onComplete() {}
              });
      channel.send(1);
      while (Go.numGoroutine() > 1) {
        Go.gosched();
      }
      IO.println("the program goes on");
    }
  }

  @Test
  void whatATaskThrowsNeverEndsIt() {
    Program.Result r = program(Throws.class).run();
    assertEquals(0, r.exitCode(), r::toString);
    assertEquals(
        """
        the future says trouble
        async says trouble
        the program goes on
        """,
        r.out(),
        r::toString);
    // Those of execute, of the thread and of the subscriber, as Java prints what nobody catches.
    assertEquals(3, r.err().split("Exception in thread", -1).length - 1, r::toString);
  }

  static class WaitsForEver {
    static void main() throws Exception {
      Go.async(() -> Chan.make().recv()).get();
    }
  }

  @Test
  void aDeadlockBehindAFutureIsTold() {
    Program.Result r = program(WaitsForEver.class).run();
    assertEquals(2, r.exitCode(), r::toString);
    assertTrue(r.err().contains("all goroutines are asleep - deadlock!"), r::toString);
    assertTrue(r.err().contains("[CompletableFuture.get]"), r::toString);
    assertTrue(r.err().contains("[chan receive]"), r::toString);
    assertTrue(
        r.err().contains("created by dev.goro.bridges.WholeProgramTest$WaitsForEver.main"),
        r::toString);
  }

  static class WaitsForATask {
    static void main() {
      try (var executor = Go.executor()) {
        executor.submit(() -> Chan.make().recv());
      }
    }
  }

  @Test
  void aDeadlockBehindAnExecutorIsTold() {
    Program.Result r = program(WaitsForATask.class).run();
    assertEquals(2, r.exitCode(), r::toString);
    assertTrue(r.err().contains("all goroutines are asleep - deadlock!"), r::toString);
    assertTrue(r.err().contains("[CountDownLatch.await]"), r::toString);
    assertTrue(
        r.err().contains("created by dev.goro.bridges.WholeProgramTest$WaitsForATask.main"),
        r::toString);
  }
}
