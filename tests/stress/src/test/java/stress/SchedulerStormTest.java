package stress;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.GoroTest;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Spawning, changing GOMAXPROCS, dumps and Ms that do not come back, all while other work goes on.
 */
@GoroTest(seconds = 600)
class SchedulerStormTest {
  private static long skynet(long number, long size) {
    if (size == 1) {
      return number;
    }
    Chan<Long> results = Chan.make(10);
    for (int i = 0; i < 10; i++) {
      long child = number + i * (size / 10);
      go(() -> results.send(skynet(child, size / 10)));
    }
    long sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += results.recv();
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void aTreeOfGoroutines(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          for (int i = 0; i < Tier.work(1); i++) {
            assertEquals(4_999_950_000L, skynet(0, 100_000));
          }
          Eventually.that("none is left", () -> Go.numGoroutine() <= before);
        });
  }

  /** From goroutines, guests and platform threads at once: more than any local queue holds. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void spawnStorm(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          int spawners = 6;
          int each = Tier.work(20_000);
          var ran = new AtomicLong();
          var wg = new WaitGroup();
          for (int s = 0; s < spawners; s++) {
            Runnable spawn =
                () -> {
                  for (int i = 0; i < each; i++) {
                    wg.go(ran::incrementAndGet);
                  }
                  wg.done();
                };
            wg.add(1);
            switch (s % 3) {
              case 0 -> go(spawn::run);
              case 1 -> Thread.ofPlatform().daemon().start(spawn);
              default -> Thread.ofVirtual().start(spawn);
            }
          }
          wg.await();
          assertEquals((long) spawners * each, ran.get());
          Eventually.that("none is left", () -> Go.numGoroutine() <= before);
        });
  }

  /**
   * GOMAXPROCS goes up and down all the time; nobody is forgotten in a queue of a P that is gone.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void gomaxprocsChangesAllTheTime(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var over = new AtomicBoolean();
          var changes = new AtomicLong();
          var changer =
              Thread.ofPlatform()
                  .daemon()
                  .start(
                      () -> {
                        while (!over.get()) {
                          Go.gomaxprocs(1 + ThreadLocalRandom.current().nextInt(procs + 4));
                          changes.incrementAndGet();
                          java.util.concurrent.locks.LockSupport.parkNanos(100_000);
                        }
                      });
          for (int round = 0; round < Tier.work(20); round++) {
            var wg = new WaitGroup();
            Chan<Integer> c = Chan.make(round % 3);
            var sum = new AtomicLong();
            for (int i = 0; i < 20; i++) {
              wg.go(
                  () -> {
                    for (int n = 0; n < 200; n++) {
                      c.send(n);
                      if (n % 50 == 0) {
                        Go.sleep(Duration.ofNanos(20_000));
                      } else if (n % 17 == 0) {
                        Go.gosched();
                      }
                    }
                  });
              wg.go(
                  () -> {
                    for (int n = 0; n < 200; n++) {
                      sum.addAndGet(c.recv());
                      if (n % 61 == 0) {
                        Thread.sleep(0, 1_000);
                      }
                    }
                  });
            }
            wg.await();
            assertEquals(20 * 199 * 100, sum.get());
          }
          over.set(true);
          changer.join();
          assertTrue(changes.get() > 0);
        });
  }

  /** Loops that never yield lose their Ps again and again while others hand over values. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void psThatAreTakenAway(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var over = new AtomicBoolean();
          var wg = new WaitGroup();
          for (int i = 0; i < 2; i++) {
            wg.go(
                () -> {
                  while (!over.get()) {
                    long until = System.nanoTime() + 25_000_000;
                    while (System.nanoTime() < until) {
                      Thread.onSpinWait();
                    }
                    Go.gosched();
                  }
                });
          }
          Chan<Integer> ping = Chan.make();
          Chan<Integer> pong = Chan.make();
          wg.go(() -> ping.forEach(pong::send));
          for (int i = 0; i < Tier.work(3_000); i++) {
            ping.send(i);
            assertEquals(i, pong.recv());
          }
          ping.close();
          over.set(true);
          wg.await();
        });
  }

  /** A dump walks the stacks of goroutines that come and go. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void dumpsInTheMiddle(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var over = new AtomicBoolean();
          var dumper =
              Thread.ofPlatform()
                  .daemon()
                  .start(
                      () -> {
                        while (!over.get()) {
                          Go.dump();
                          Go.numGoroutine();
                          Thread.getAllStackTraces();
                        }
                      });
          for (int round = 0; round < Tier.work(20); round++) {
            var network = new Network(round);
            network.run();
            assertEquals(network.sent(), network.arrived());
          }
          over.set(true);
          dumper.join();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void guestsOfAnExecutor(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int round = 0; round < Tier.work(5); round++) {
            var done = new AtomicLong();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
              Chan<Integer> c = Chan.make();
              for (int i = 0; i < 1_000; i++) {
                executor.submit(
                    () -> {
                      c.send(1);
                      Thread.yield();
                      done.incrementAndGet();
                    });
                go(c::recv);
              }
            }
            assertEquals(1_000, done.get());
          }
        });
  }
}
