package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Panic;
import dev.goro.testing.Eventually;
import dev.goro.testing.Panics;
import dev.goro.testing.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A throwable that nobody catches: in a program, and in a library. */
class PanicTest {
  static class Thrower {
    static void main(String[] args) {
      System.out.print("before");
      for (int i = 0; i < 2; i++) {
        go(
            () -> {
              while (true) {
                Thread.onSpinWait();
              }
            });
      }
      switch (args[0]) {
        case "runtime" -> go(() -> fail(new IllegalStateException("no such tab")));
        case "checked" -> go(() -> fail(new IOException("no such tab")));
        case "error" -> go(() -> fail(new Error("no such tab")));
        default -> throw new IllegalArgumentException(args[0]);
      }
      Chan.make().recv();
    }

    private static void fail(Throwable t) throws Exception {
      switch (t) {
        case Exception e -> throw e;
        case Error e -> throw e;
        default -> throw new AssertionError(t);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"runtime", "checked", "error"})
  void itEndsTheProgramAsAGoPanicDoes(String kind) {
    var result = Program.of(Thrower.class).env("GOMAXPROCS", "2").args(kind).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertEquals("before", result.out());
    var report =
        Pattern.compile(
            "panic: [\\w.]*(Exception|Error): no such tab\n\n"
                + "goroutine (\\d+) \\[running\\]:\n"
                + "(\tat \\S+\n)+"
                + "created by \\S*PanicTest\\$Thrower\\S*main\\S*\\(PanicTest.java:\\d+\\) in goroutine 1\\s*");
    String err = result.err().replace("\r", "");
    assertTrue(report.matcher(err).matches(), result::toString);
    assertTrue(err.contains("PanicTest$Thrower.main") || err.contains("Thrower.lambda$main"), err);
    assertFalse(err.contains("dev.goro.runtime"), "no frames of the runtime: " + err);
  }

  static class MainThrows {
    static void main() throws IOException {
      throw new IOException("disk", new IllegalStateException("controller"));
    }
  }

  @Test
  void inTheMainGoroutine() {
    var result = Program.of(MainThrows.class).run();
    assertEquals(2, result.exitCode(), result::toString);
    String err = result.err();
    assertTrue(err.startsWith("panic: java.io.IOException: disk"), result::toString);
    assertTrue(err.contains("goroutine 1 [running]:"), result::toString);
    assertTrue(err.contains("PanicTest$MainThrows.main(PanicTest.java:"), result::toString);
    assertTrue(err.contains("java.lang.IllegalStateException: controller"), "its cause: " + err);
  }

  static class Named {
    static void main() {
      go(
          "the feed",
          () -> {
            throw new IllegalStateException("x");
          });
      Chan.make().recv();
    }
  }

  @Test
  void itNamesTheGoroutine() {
    var result = Program.of(Named.class).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(
        Pattern.compile("goroutine \\d+ \"the feed\" \\[running\\]:").matcher(result.err()).find(),
        result::toString);
  }

  static class GoErrors {
    static void main(String[] args) {
      Chan<Integer> c = Chan.make();
      c.close();
      if (args[0].equals("close")) {
        c.close();
      } else {
        c.send(1);
      }
    }
  }

  @Test
  void goErrorsReadAsGos() {
    var send = Program.of(GoErrors.class).args("send").run();
    assertEquals(2, send.exitCode());
    assertTrue(send.err().startsWith("panic: send on closed channel\n"), send::toString);
    var close = Program.of(GoErrors.class).args("close").run();
    assertTrue(close.err().startsWith("panic: close of closed channel\n"), close::toString);
  }

  static class Many {
    static void main() {
      for (int i = 0; i < 50; i++) {
        go(
            () -> {
              throw new IllegalStateException("one of many");
            });
      }
      Chan.make().recv();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "16"})
  void manyAtOnceEndTheProgramOnce(String procs) {
    var result = Program.of(Many.class).env("GOMAXPROCS", procs).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(result.err().startsWith("panic: "), result::toString);
  }

  /** A panic in a program in which nothing else ever runs again. */
  static class Last {
    static void main() {
      go(
          () -> {
            Go.sleep(Duration.ofMillis(20));
            throw new IllegalStateException("late");
          });
      Chan.make().recv();
    }
  }

  @Test
  void aLatePanic() {
    var result = Program.of(Last.class).env("GOMAXPROCS", "1").run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(
        result.err().startsWith("panic: java.lang.IllegalStateException: late"), result::toString);
  }

  static class Unprintable {
    static void main() {
      go(
          () -> {
            throw new RuntimeException() {
              @Override
              public String getMessage() {
                throw new UnsupportedOperationException("no message either");
              }
            };
          });
      Chan.make().recv();
    }
  }

  @Test
  void aThrowableThatCannotBePrintedStillEndsTheProgram() {
    var result = Program.of(Unprintable.class).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(result.err().contains("panic: "), result::toString);
    assertTrue(result.err().contains("[running]:"), result::toString);
  }

  static class Embedded {
    static void main() throws Exception {
      go(
          () -> {
            throw new IllegalStateException("unnoticed");
          });
      Go.run(
          () -> {
            Go.sleep(Duration.ofMillis(50));
            System.out.println("goes on");
          });
    }
  }

  @Test
  void inALibraryTheDefaultIsToReportAndGoOn() {
    var result = Program.of(Embedded.class).asPlainJava().run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("goes on", result.out().strip());
    assertTrue(
        result.err().startsWith("panic: java.lang.IllegalStateException: unnoticed"),
        result::toString);
  }

  private final LinkedBlockingQueue<Panic> panics = new LinkedBlockingQueue<>();

  /** The policy is the JVM's: the next test sets its own. */
  @AfterEach
  void reset() {
    Go.onPanic(panic -> System.err.println(panic.report()));
    Panics.take();
  }

  @Test
  void aLibrarysPolicyGetsThePanic() throws Exception {
    Go.onPanic(panics::add);
    var cause = new IOException("for the policy");
    go(
        "worker",
        () -> {
          throw cause;
        });
    Panic panic = panics.poll(30, TimeUnit.SECONDS);
    assertSame(cause, panic.cause());
    assertEquals("worker", panic.goroutineName());
    assertTrue(panic.goroutineId() > 0);
    assertTrue(panic.report().startsWith("panic: java.io.IOException: for the policy"));
    assertTrue(panic.report().contains("goroutine " + panic.goroutineId() + " \"worker\""));
    go(
        () -> {
          throw new Error("second");
        });
    panic = panics.poll(30, TimeUnit.SECONDS);
    assertEquals("second", panic.cause().getMessage());
    assertEquals("", panic.goroutineName());
  }

  @Test
  void thePolicyRunsOnTheGoroutineThatPanicked() throws Exception {
    var ids = new LinkedBlockingQueue<Long>();
    Go.onPanic(
        panic -> {
          ids.add(panic.goroutineId());
          ids.add(Go.goid());
        });
    go(
        () -> {
          throw new IllegalStateException("x");
        });
    assertEquals(ids.poll(30, TimeUnit.SECONDS), ids.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void aPolicyThatThrowsHarmsNobodyElse() throws Exception {
    Go.onPanic(
        panic -> {
          throw new IllegalStateException("the policy itself");
        });
    int before = Eventually.settled(Go::numGoroutine);
    for (int i = 0; i < 20; i++) {
      go(
          () -> {
            throw new IOException("x");
          });
    }
    dev.goro.testing.Eventually.that("all have ended", () -> Go.numGoroutine() <= before);
    Go.run(
        () -> {
          Chan<Integer> c = Chan.make();
          go(() -> c.send(1));
          assertEquals(1, c.recv());
        });
  }

  @Test
  void runThrowsWhatItsTaskThrew() {
    Go.onPanic(panics::add);
    var checked = new IOException("c");
    assertSame(
        checked,
        assertThrows(
            IOException.class,
            () ->
                Go.run(
                    () -> {
                      throw checked;
                    })));
    var error = new StackOverflowError("e");
    assertSame(
        error,
        assertThrows(
            StackOverflowError.class,
            () ->
                Go.run(
                    () -> {
                      throw error;
                    })));
    assertTrue(panics.isEmpty(), "it was caught");
  }
}
