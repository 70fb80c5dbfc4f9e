package dev.goro.behaviour.tells;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Select;
import dev.goro.channels.Stages;
import dev.goro.runtime.testing.Probe;
import dev.goro.sync.Mutex;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.Program;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Dumps by {@link Go#dump}, and the line of {@code schedtrace}. */
class DumpTest {
  private static void assertDumped(String pattern) {
    var compiled = Pattern.compile(pattern);
    Eventually.that(
        "the dump has " + pattern, () -> compiled.matcher(Go.dump().replace("\r", "")).find());
  }

  @Test
  void aStagesGoroutineWasCreatedByWhoMadeTheStage() throws Exception {
    onMain(
        () -> {
          Chan<Integer> values = Chan.make();
          try (var stage = Stages.merge(values)) {
            assertDumped(
                "\\[chan receive[^\\]]*\\]:\n(\tat .*\n)*(\tat .*Stages.*\n)(\tat .*\n)*"
                    + "created by .*DumpTest.*\\(DumpTest.java:\\d+\\)");
            assertTrue(stage.failure().isEmpty());
          }
        });
  }

  @Test
  void everyGoroutineWithItsWaitReasonStackAndCreator() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          Chan<Integer> full = Chan.make();
          var release = new CountDownLatch(1);
          var stop = new AtomicBoolean();
          var mutex = new Mutex();
          mutex.lock();
          var wg = new WaitGroup();
          wg.add(1);
          go("receiver", c::recv);
          go("sender", () -> full.send(1));
          go("selecter", () -> Select.select(Select.recv(c), Select.recv(Chan.make())));
          go("sleeper", () -> Go.sleep(Duration.ofSeconds(3)));
          go("locker", mutex::lock);
          go("waiter", wg::await);
          go("latched", release::await);
          go(
              "spinner",
              () -> {
                while (!stop.get()) {
                  Thread.onSpinWait();
                }
              });
          String stack = "\n(\tat .*\n)*created by .*DumpTest.*\\(DumpTest.java:\\d+\\)";
          assertDumped("goroutine \\d+ \"receiver\" \\[chan receive[^\\]]*\\]:" + stack);
          assertDumped("goroutine \\d+ \"sender\" \\[chan send[^\\]]*\\]:" + stack);
          assertDumped("goroutine \\d+ \"selecter\" \\[select[^\\]]*\\]:" + stack);
          assertDumped("goroutine \\d+ \"sleeper\" \\[sleep[^\\]]*\\]:" + stack);
          assertDumped("goroutine \\d+ \"locker\" \\[sync.Mutex.Lock[^\\]]*\\]:" + stack);
          assertDumped("goroutine \\d+ \"waiter\" \\[sync.WaitGroup.Wait[^\\]]*\\]:" + stack);
          assertDumped("goroutine \\d+ \"latched\" \\[CountDownLatch.await[^\\]]*\\]:" + stack);
          assertDumped("goroutine \\d+ \"spinner\" \\[(running|runnable)\\]:");
          assertTrue(Go.dump().contains("goroutine " + Go.goid() + " ["), "who asks is in it");
          stop.set(true);
          c.close();
          full.recv();
          mutex.unlock();
          wg.done();
          release.countDown();
        });
  }

  @Test
  void equalStacksAreFolded() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          for (int i = 0; i < 500; i++) {
            go(c::recv);
          }
          assertDumped("500 goroutines \\d+[^\\n]*\\[chan receive");
          c.close();
        });
  }

  @Test
  void theEndedAreNotInIt() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          go("a goroutine that ends", c::recv);
          assertDumped("a goroutine that ends");
          c.close();
          Eventually.that(
              "it has left the dump", () -> !Go.dump().contains("a goroutine that ends"));
        });
  }

  @Test
  void howLongItHasWaited() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          go("long", c::recv);
          assertDumped("\"long\" \\[chan receive\\]");
          assertDumped("\"long\" \\[chan receive, [1-9]\\d* seconds?\\]");
          c.close();
        });
  }

  static class Trace {
    static void main() {
      for (int i = 0; i < 50; i++) {
        go(
            () -> {
              long x = 1;
              while (x != 0) {
                x = x * 3 + 2;
                if ((x & 1023) == 0) {
                  Go.gosched();
                }
              }
            });
      }
      Go.sleep(Duration.ofMillis(700));
    }
  }

  @Test
  void schedtracePrintsGosLine() {
    var result =
        Program.of(Trace.class).env("GOMAXPROCS", "3").env("GORO_DEBUG", "schedtrace=100").run();
    assertEquals(0, result.exitCode(), result::toString);
    var line =
        Pattern.compile(
            "SCHED (\\d+)ms: gomaxprocs=3 idleprocs=[0-3] threads=\\d+ spinningthreads=\\d+"
                + " idlethreads=\\d+ runqueue=\\d+ \\[\\d+ \\d+ \\d+\\]");
    var lines = result.err().lines().toList();
    assertTrue(lines.size() >= 3 && lines.size() <= 60, result::toString);
    long last = -1;
    for (String l : lines) {
      var m = line.matcher(l);
      assertTrue(m.matches(), l);
      long at = Long.parseLong(m.group(1));
      assertTrue(at > last, "the time moves on");
      last = at;
    }
    assertTrue(
        lines.stream().anyMatch(l -> l.contains("idleprocs=0")), "all Ps are busy: " + lines);
  }

  /** Goroutines meet at one channel until two of them have met at its lock. */
  static final class Contended {
    public static void main(String[] args) throws Exception {
      Go.run(
          () -> {
            Chan<Integer> c = Chan.make(1_000);
            long before = Probe.contention().get("channel");
            var wg = new WaitGroup();
            for (int i = 0; i < 4; i++) {
              wg.go(
                  () -> {
                    while (Probe.contention().get("channel") == before) {
                      for (int n = 0; n < 100; n++) {
                        c.send(n);
                      }
                      for (int n = 0; n < 100; n++) {
                        c.recv();
                      }
                    }
                  });
            }
            wg.await();
            Go.sleep(Duration.ofMillis(300)); // a line is printed meanwhile
          });
    }
  }

  @Test
  void contentionIsCountedByStructure() {
    var result =
        Program.of(Contended.class)
            .env("GOMAXPROCS", "4")
            .env("GORO_DEBUG", "schedtrace=50,contention=1")
            .run();
    assertEquals(0, result.exitCode(), result::toString);
    var line =
        Pattern.compile(
            "CONTENTION \\d+ms: scheduler=\\d+ timers=\\d+ registry=\\d+ run-queue=\\d+"
                + " steals=\\d+ steals-in-vain=\\d+ channel=(\\d+) sync=\\d+ pool=\\d+"
                + " context=\\d+ other=\\d+");
    long last = 0;
    for (String l : result.err().lines().filter(l -> !l.startsWith("SCHED ")).toList()) {
      var m = line.matcher(l);
      assertTrue(m.matches(), l);
      long channel = Long.parseLong(m.group(1));
      assertTrue(channel >= last, "a count never falls: " + result);
      last = channel;
    }
    assertTrue(last > 0, result::toString);
  }

  @Test
  void anUnknownDebugSettingIsRefused() {
    var result = Program.of(Trace.class).env("GORO_DEBUG", "shedtrace=1").run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(result.err().contains("shedtrace"), result::toString);
  }

  @Test
  void dumpsWhileEverythingMoves() throws Exception {
    onMain(
        () -> {
          var stop = new AtomicBoolean();
          var wg = new WaitGroup();
          Chan<Integer> c = Chan.make();
          for (int i = 0; i < 8; i++) {
            wg.go(
                () -> {
                  while (!stop.get()) {
                    c.trySend(1, Duration.ofNanos(1_000));
                    Thread.sleep(0, 1_000);
                  }
                });
            wg.go(
                () -> {
                  while (!stop.get()) {
                    c.tryRecv(Duration.ofNanos(1_000));
                    go(() -> {});
                  }
                });
          }
          for (int i = 0; i < 100; i++) {
            assertFalse(Go.dump().isEmpty());
          }
          stop.set(true);
          wg.await();
        });
  }
}
