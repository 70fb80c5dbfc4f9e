package dev.goro.behaviour.scheduler;

import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Virtual threads that a library makes inside a goroutine run on Goro. */
class GuestsTest {
  /** A virtual thread's text names its carrier while it runs. */
  private static String carrier() {
    String text = Thread.currentThread().toString();
    return text.substring(text.indexOf('@') + 1);
  }

  private static void assertOnGoro(String carrier) {
    assertTrue(carrier.startsWith("goro-M"), () -> "its carrier is " + carrier);
  }

  @Test
  void aVirtualThread() throws Exception {
    onMain(
        () -> {
          Chan<String> carriers = Chan.make(3);
          var thread =
              Thread.ofVirtual()
                  .start(
                      () -> {
                        carriers.send(carrier());
                        Thread.yield();
                        try {
                          Thread.sleep(1);
                        } catch (InterruptedException e) {
                          throw new AssertionError(e);
                        }
                        carriers.send(carrier());
                        Thread.ofVirtual().start(() -> carriers.send(carrier()));
                      });
          for (int i = 0; i < 3; i++) {
            assertOnGoro(carriers.recv());
          }
          thread.join();
        });
  }

  @Test
  void anExecutor() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var results =
                IntStream.range(0, 2_000)
                    .mapToObj(
                        i ->
                            executor.submit(
                                () -> {
                                  Thread.yield();
                                  assertOnGoro(carrier());
                                  return i;
                                }))
                    .toList();
            long sum = 0;
            for (Future<Integer> result : results) {
              sum += result.get();
            }
            assertEquals(1_999_000, sum);
            var async = CompletableFuture.supplyAsync(GuestsTest::carrier, executor);
            assertOnGoro(async.get());
          }
        });
  }

  @Test
  void guestsUseChannelsAndStartGoroutines() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          Chan<Integer> c = Chan.make();
          Thread.ofVirtual()
              .start(
                  () -> {
                    Go.go(() -> c.send(1));
                    c.send(2);
                  });
          assertEquals(3, c.recv() + c.recv());
        });
  }

  @Test
  void aGuestOutlivesTheGoroutineThatMadeIt() throws Exception {
    onMain(
        () -> {
          Chan<Integer> release = Chan.make();
          Chan<String> carriers = Chan.make();
          Go.go(
              () ->
                  Thread.ofVirtual()
                      .start(
                          () -> {
                            release.recv();
                            carriers.send(carrier());
                          }));
          Go.gosched();
          release.send(1);
          assertOnGoro(carriers.recv());
        });
  }

  @Test
  void aGuestThatNeverYieldsHoldsUpNobody() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var stop = new java.util.concurrent.atomic.AtomicBoolean();
          var thread =
              Thread.ofVirtual()
                  .start(
                      () -> {
                        while (!stop.get()) {
                          Thread.onSpinWait();
                        }
                      });
          for (int i = 0; i < 5; i++) {
            Go.sleep(java.time.Duration.ofMillis(1));
          }
          stop.set(true);
          thread.join();
        });
  }
}
