package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Program;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nobody starves: not beside a ping-pong pair, a spawner, a yielder or a loop that never yields.
 */
class FairnessTest {
  private final AtomicBoolean stop = new AtomicBoolean();

  private void pingPong(WaitGroup wg) {
    Chan<Integer> ping = Chan.make();
    Chan<Integer> pong = Chan.make();
    wg.go(
        () -> {
          while (!stop.get()) {
            ping.send(1);
            pong.recv();
          }
          ping.close();
        });
    wg.go(
        () -> {
          for (int v : ping) {
            pong.send(v);
          }
        });
  }

  /**
   * Each hands over to the other by {@code runnext}: without an inherited time slice the third
   * never has a turn.
   */
  @Test
  void aPingPongPairDoesNotStarveAThird() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var wg = new WaitGroup();
          pingPong(wg);
          Go.gosched();
          for (int i = 0; i < 20; i++) {
            var third = new WaitGroup();
            third.go(() -> {});
            third.await();
          }
          stop.set(true);
          wg.await();
        });
  }

  /**
   * While the two take turns on one P, the M of the other looks only now and then: what is put in a
   * queue wakes it, be it by a goroutine, by a thread without a P, or by a close.
   */
  @Test
  void besideAPingPongPairOtherWorkIsFound() throws Exception {
    onMainAtProcs(
        2,
        () -> {
          var wg = new WaitGroup();
          pingPong(wg);
          for (int i = 0; i < 50; i++) {
            Go.sleep(Duration.ofNanos(i * 20_000)); // the other M is asleep for longer or shorter
            var burst = new WaitGroup();
            Chan<Integer> gate = Chan.make();
            for (int n = 0; n < 20; n++) {
              burst.go(gate::receive);
            }
            burst.go(() -> Go.sleep(Duration.ofMillis(1)));
            Chan<Integer> injected = Chan.make(1);
            Thread.ofPlatform().start(() -> go(() -> injected.send(1)));
            assertEquals(1, injected.recv());
            gate.close();
            burst.await();
          }
          stop.set(true);
          wg.await();
        });
  }

  /**
   * A goroutine that was woken by one which then computes is run by another P, also if turns were
   * short until then.
   */
  @Test
  void whoComputesAfterManyShortTurnsHoldsNobodyUp() throws Exception {
    onMainAtProcs(
        2,
        () -> {
          Chan<AtomicBoolean> in = Chan.make();
          Chan<AtomicBoolean> out = Chan.make();
          go(
              () -> {
                for (AtomicBoolean woken : in) {
                  woken.set(true);
                  out.send(woken);
                }
              });
          for (int i = 0; i < 20; i++) {
            for (int n = 0; n < 10_000; n++) {
              in.send(new AtomicBoolean());
              out.recv();
            }
            var woken = new AtomicBoolean();
            in.send(woken);
            while (!woken.get()) {
              Thread.onSpinWait();
            }
            out.recv();
          }
          in.close();
        });
  }

  /** In Go's test the two get about the same; here it is enough that neither is starved. */
  @Test
  void aPingPongPairAndAYielderBothGetOn() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var wg = new WaitGroup();
          var hops = new AtomicLong();
          var turns = new AtomicLong();
          Chan<Integer> ping = Chan.make();
          wg.go(
              () -> {
                while (!stop.get()) {
                  ping.send(1);
                  hops.incrementAndGet();
                }
                ping.close();
              });
          wg.go(() -> ping.forEach(v -> {}));
          wg.go(
              () -> {
                while (!stop.get()) {
                  turns.incrementAndGet();
                  Go.gosched();
                }
              });
          dev.goro.testing.Eventually.that(
              "both get on", () -> hops.get() > 50 && turns.get() > 50);
          stop.set(true);
          wg.await();
        });
  }

  /** What stands in the global queue has its turn though the local queue is never empty. */
  @Test
  void localWorkDoesNotStarveTheGlobalQueue() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var wg = new WaitGroup();
          for (int i = 0; i < 3; i++) {
            respawn(wg);
          }
          // A platform thread has no P: what it starts goes to the global queue.
          Chan<Integer> done = Chan.make(1);
          for (int i = 0; i < 20; i++) {
            int value = i;
            Thread.ofPlatform().start(() -> go(() -> done.send(value)));
            assertEquals(value, done.recv());
          }
          stop.set(true);
          wg.await();
        });
  }

  /**
   * Whoever makes more than the others keep up with gives way: not all are made before one runs.
   */
  @Test
  void aSpawnerGivesWayToThoseItMade() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          int most = 0;
          for (int i = 0; i < 3; i++) {
            var wg = new WaitGroup();
            var begun = new AtomicInteger();
            for (int made = 1; made <= 20_000; made++) {
              wg.go(() -> begun.incrementAndGet());
              most = Math.max(most, made - begun.get());
            }
            wg.await();
          }
          assertTrue(most < 2_500, most + " waited for their first turn");
        });
  }

  private void respawn(WaitGroup wg) {
    wg.go(
        () -> {
          if (!stop.get()) {
            respawn(wg);
          }
        });
  }

  /** The other way round: a flood in the global queue does not starve the local one. */
  @Test
  void globalWorkDoesNotStarveTheLocalQueue() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var flood =
              Thread.ofPlatform()
                  .start(
                      () -> {
                        while (!stop.get()) {
                          if (Go.numGoroutine() < 2_000) {
                            go(() -> {});
                          } else {
                            Thread.onSpinWait();
                          }
                        }
                      });
          for (int i = 0; i < 20; i++) {
            var wg = new WaitGroup();
            wg.go(Go::gosched);
            wg.go(() -> {});
            wg.await();
          }
          stop.set(true);
          flood.join();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aLoopThatNeverYieldsHoldsUpNobody(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var wg = new WaitGroup();
          for (int i = 0; i < procs + 1; i++) {
            wg.go(
                () -> {
                  while (!stop.get()) {
                    Thread.onSpinWait();
                  }
                });
          }
          for (int i = 0; i < 10; i++) {
            Go.gosched();
            Go.sleep(Duration.ofMillis(1));
            Chan<Integer> c = Chan.make();
            go(() -> c.send(1));
            c.recv();
          }
          stop.set(true);
          wg.await();
        });
  }

  @Test
  void yieldersDoNotStarveTimersOrSockets() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var wg = new WaitGroup();
          for (int i = 0; i < 4; i++) {
            wg.go(
                () -> {
                  while (!stop.get()) {
                    Go.gosched();
                  }
                });
          }
          for (int i = 0; i < 10; i++) {
            Go.sleep(Duration.ofMillis(1));
            Thread.sleep(1);
          }
          try (var server =
                  new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
              var client = new java.net.Socket(server.getInetAddress(), server.getLocalPort());
              var accepted = server.accept()) {
            Chan<Integer> read = Chan.make();
            go(() -> read.send(accepted.getInputStream().read()));
            Go.sleep(Duration.ofMillis(1));
            client.getOutputStream().write(7);
            assertEquals(7, read.recv());
          }
          stop.set(true);
          wg.await();
        });
  }

  @Test
  void goschedLetsTheOthersRun() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var order = new StringBuilder();
          var wg = new WaitGroup();
          wg.go(
              () -> {
                for (int i = 0; i < 3; i++) {
                  order.append('a');
                  Go.gosched();
                }
              });
          wg.go(
              () -> {
                for (int i = 0; i < 3; i++) {
                  order.append('b');
                  Go.gosched();
                }
              });
          wg.await();
          String text = order.toString();
          assertEquals(6, text.length());
          assertTrue(text.contains("ab") && text.contains("ba"), "they take turns: " + text);
        });
  }

  @Test
  void goschedWorksOnAnyThread() {
    Go.gosched();
  }

  /** A goroutine that is made runnable on one P is taken by another that has nothing to do. */
  @Test
  void idlePsTakeWorkFromBusyOnes() throws Exception {
    onMainAtProcs(
        4,
        () -> {
          var started = new WaitGroup();
          // The spawner does not leave its P: whoever runs the others has stolen them.
          var ran = new java.util.concurrent.atomic.AtomicInteger();
          for (int i = 0; i < 200; i++) {
            started.go(ran::incrementAndGet);
          }
          while (ran.get() < 200) {
            Thread.onSpinWait();
          }
          started.await();
        });
  }

  /** More busy goroutines than Ps, and more Ps than CPUs: still all of them get on. */
  static class Crowd {
    static void main() {
      var turns = new java.util.concurrent.atomic.AtomicIntegerArray(20);
      for (int i = 0; i < turns.length(); i++) {
        int place = i;
        go(
            () -> {
              while (true) {
                turns.incrementAndGet(place);
              }
            });
      }
      while (!everybodyHadATurn(turns)) {
        Go.sleep(Duration.ofMillis(5));
      }
      System.out.println("all had a turn");
    }

    private static boolean everybodyHadATurn(java.util.concurrent.atomic.AtomicIntegerArray turns) {
      for (int i = 0; i < turns.length(); i++) {
        if (turns.get(i) == 0) {
          return false;
        }
      }
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "16"})
  void manyLoopsThatNeverYieldAllGetOn(String procs) {
    var result = Program.of(Crowd.class).env("GOMAXPROCS", procs).run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("all had a turn", result.out().strip());
  }
}
