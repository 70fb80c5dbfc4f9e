package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.sync.Mutex;
import dev.goro.testing.Program;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When {@code main} ends, the program ends, whatever else runs; {@code goexit} of it lets the
 * others go on.
 */
class ProgramEndTest {
  static class Empty {
    static void main() {}
  }

  @Test
  void anEmptyMain() {
    assertEquals(new Program.Result(0, "", ""), Program.of(Empty.class).run());
  }

  static class Busy {
    static void main() {
      for (int i = 0; i < 4; i++) {
        go(
            () -> {
              while (true) {
                Thread.onSpinWait();
              }
            });
        go(
            () -> {
              while (true) {
                Go.gosched();
              }
            });
        go(() -> Chan.make().recv());
        go(() -> Go.sleep(Duration.ofHours(1)));
        go(() -> Thread.sleep(Duration.ofHours(1)));
        go(() -> Chan.make().send("nobody receives"));
        go(
            () -> {
              var m = new Mutex();
              m.lock();
              m.lock();
            });
      }
      var ignoresInterrupts = new Object();
      Thread.ofPlatform()
          .start(
              () -> {
                synchronized (ignoresInterrupts) {
                  while (true) {
                    Thread.onSpinWait();
                  }
                }
              });
      Go.sleep(Duration.ofMillis(20));
      System.out.println("main ends");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "16"})
  void itEndsThoughOthersAreBusyOrBlocked(String procs) {
    assertEquals(
        new Program.Result(0, "main ends" + System.lineSeparator(), ""),
        Program.of(Busy.class).env("GOMAXPROCS", procs).run());
  }

  static class StartsThreadsLate {
    static void main() {
      go(
          () -> {
            while (true) {
              Thread.ofPlatform().start(() -> LockSupport.park(new Object()));
              Thread.sleep(1);
            }
          });
    }
  }

  @Test
  void itEndsThoughThreadsThatAreNoDaemonsAreStartedAtTheLastMoment() {
    for (int i = 0; i < 5; i++) {
      assertEquals(new Program.Result(0, "", ""), Program.of(StartsThreadsLate.class).run());
    }
  }

  static class Unflushed {
    static void main() {
      for (int i = 0; i < 20_000; i++) {
        System.out.print("0123456789");
      }
    }
  }

  @Test
  void whatWasPrintedIsWritten() {
    var result = Program.of(Unflushed.class).run();
    assertEquals(0, result.exitCode());
    assertEquals(200_000, result.out().length());
  }

  static class Exits {
    static void main(String[] args) {
      go(() -> System.exit(Integer.parseInt(args[0])));
      Chan.make().recv();
    }
  }

  @Test
  void anyGoroutineMayExit() {
    assertEquals(new Program.Result(3, "", ""), Program.of(Exits.class).args("3").run());
    assertEquals(new Program.Result(0, "", ""), Program.of(Exits.class).args("0").run());
  }

  static class Input {
    static void main() throws Exception {
      Chan<String> lines = Chan.make();
      go(
          () -> {
            var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
              lines.send(line);
            }
            lines.close();
          });
      for (String line : lines) {
        System.out.println("got " + line);
      }
    }
  }

  @Test
  void aGoroutineMayReadTheInput() {
    var result = Program.of(Input.class).env("GOMAXPROCS", "1").stdin("a\nb\n").run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("got a\ngot b\n", result.out().replace("\r", ""));
  }

  static class MainGoexit {
    static void main() {
      go(
          () -> {
            for (int i = 0; i < 3; i++) {
              Go.sleep(Duration.ofMillis(5));
              System.out.println("still here " + i);
            }
          });
      try {
        throw Go.goexit();
      } finally {
        System.out.println("finally");
      }
    }
  }

  @Test
  void afterGoexitOfMainTheOthersGoOnUntilThereAreNone() {
    var result = Program.of(MainGoexit.class).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertEquals(
        "finally still here 0 still here 1 still here 2",
        String.join(" ", result.out().lines().toList()));
    assertTrue(
        result
            .err()
            .startsWith("fatal error: no goroutines (main called runtime.Goexit) - deadlock!"),
        result::toString);
  }

  static class MainGoexitThenExit {
    static void main() {
      go(
          () -> {
            Go.sleep(Duration.ofMillis(50));
            System.out.println("the other ends it");
            System.exit(0);
          });
      throw Go.goexit();
    }
  }

  @Test
  void afterGoexitOfMainAnotherMayEndTheProgram() {
    assertEquals(
        new Program.Result(0, "the other ends it" + System.lineSeparator(), ""),
        Program.of(MainGoexitThenExit.class).run());
  }

  static class MainGoexitOthersBlock {
    static void main() {
      go(() -> Chan.make().recv());
      throw Go.goexit();
    }
  }

  @Test
  void afterGoexitOfMainTheOthersMayDeadlock() {
    var result = Program.of(MainGoexitOthersBlock.class).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(result.err().startsWith("fatal error: "), result::toString);
    assertTrue(result.err().lines().findFirst().orElse("").endsWith("deadlock!"), result::toString);
    assertTrue(result.err().contains("[chan receive]"), result::toString);
  }
}
