package dev.goro.conformance.runtime;

import static dev.goro.Go.go;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Program;
import dev.goro.time.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How a program ends that panics, deadlocks, overflows its stack or whose main goroutine leaves by
 * goexit. Go: {@code src/runtime/crash_test.go}.
 */
class CrashTest {
  private static final String DEADLOCK = "fatal error: all goroutines are asleep - deadlock!\n";
  private static final String NO_GOROUTINES =
      "fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n";
  private static final Pattern GOROUTINE_HEADER = Pattern.compile("(?m)^goroutine [0-9]+ \\[");

  /** A short program needs no second compiler. */
  private static Program program(Class<?> mainClass) {
    return Program.of(mainClass).jvm("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  }

  /** Fails as Go's programs do: exit code 2, the report on stderr. */
  private static Program.Result crash(Class<?> mainClass, String... args) {
    var result = program(mainClass).args(args).run();
    assertEquals(2, result.exitCode(), result::toString);
    return result;
  }

  private static void startsWith(String prefix, Program.Result result) {
    assertTrue(result.err().startsWith(prefix), () -> "should start with " + prefix + result);
  }

  private static void contains(String part, Program.Result result) {
    assertTrue(result.err().contains(part), () -> "should contain " + part + " " + result);
  }

  /** The first line of a panic's report names the exception and its message. */
  private static void panics(String message, Program.Result result) {
    String firstLine = result.err().lines().findFirst().orElse("");
    assertTrue(
        firstLine.startsWith("panic: ") && firstLine.contains(message),
        () -> "should panic with " + message + " " + result);
  }

  // Deadlocks.

  @Test
  void aMainThatWaitsForEverIsADeadlock() {
    var result = crash(WaitsForEver.class);
    startsWith(DEADLOCK, result);
    contains("goroutine 1 [select (no cases)", result);
  }

  static final class WaitsForEver {
    static void main() {
      select();
    }
  }

  @Test
  void aClassInitializerThatWaitsForEverIsADeadlock() {
    startsWith(DEADLOCK, crash(InitializerWaitsForEver.class));
  }

  static final class InitializerWaitsForEver {
    static {
      select();
    }

    static void main() {
      throw new AssertionError("the initializer does not end");
    }
  }

  @Test
  void goexitOfMainWithNothingLeftIsADeadlock() {
    startsWith(NO_GOROUTINES, crash(MainExits.class));
  }

  static final class MainExits {
    static void main() {
      for (int i = 0; i < 2; i++) {
        go(() -> Deep.down(10));
      }
      Go.goexit();
    }
  }

  @Test
  void goexitOfMainWaitsForSleepersBeforeTheDeadlock() {
    var result = crash(MainExitsBeforeASleeper.class);
    startsWith(NO_GOROUTINES, result);
    assertEquals("slept\n", result.out());
  }

  static final class MainExitsBeforeASleeper {
    static void main() {
      go(
          () -> {
            Go.sleep(Duration.ofMillis(20));
            System.out.println("slept");
          });
      System.gc();
      Go.goexit();
    }
  }

  @Test
  void aConnectionThatIsRefusedIsNoDeadlock() {
    var result = program(DialsInItsInitializer.class).run();
    assertEquals(new Program.Result(0, "refused\ndone\n", ""), result);
  }

  static final class DialsInItsInitializer {
    static {
      try {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
          port = free.getLocalPort();
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          System.out.println("connected to " + socket);
        }
      } catch (IOException e) {
        System.out.println("refused");
      }
    }

    static void main() {
      System.out.println("done");
    }
  }

  // Stacks.

  @Test
  void aStackOverflowNamesTheGoroutineAndTheLimit() {
    var result = program(Overflows.class).env("GORO_MAXSTACK", "1474560").run();
    assertEquals(2, result.exitCode(), result::toString);
    contains("goroutine 1 stack exceeds 1474560-byte limit", result);
    contains("fatal error: stack overflow", result);
    contains("goroutine 1 [running", result);
    contains("Overflows.recurse", result);
  }

  static final class Overflows {
    static void main() {
      System.out.println(recurse(0));
    }

    private static int recurse(int n) {
      return recurse(n + 1) + 1;
    }
  }

  // Panics within panics: in Java, exceptions in finally and catch blocks.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wrapped",
        "second in the next finally",
        "second caught in the finally",
        "second from the catch",
        "second after two are caught",
        "rethrown",
        "rethrown in the middle",
        "sandwich",
        "same value twice",
        "message that collects"
      })
  void thePanicThatIsLeftIsReported(String scenario) {
    var result = crash(Nested.class, scenario);
    switch (scenario) {
      case "wrapped" -> {
        assertEquals("wrap: bad\n", result.out());
        panics("again", result);
      }
      case "second in the next finally", "second after two are caught" -> {
        assertEquals("first\nsecond\n", result.out());
        panics("third", result);
      }
      case "second caught in the finally" -> panics("first", result);
      case "second from the catch" -> {
        panics("second", result);
        contains("first", result);
      }
      case "rethrown" -> {
        panics("message", result);
        assertEquals(1, count(Pattern.compile("message"), result.err()), result::toString);
      }
      case "rethrown in the middle" -> {
        panics("outer", result);
        contains("middle", result);
        contains("inner", result);
      }
      case "sandwich" -> {
        panics("outer", result);
        contains("inner", result);
      }
      case "same value twice" -> panics("message", result);
      case "message that collects" -> panics("YYY", result);
      default -> throw new AssertionError(scenario);
    }
  }

  static final class Nested {
    static void main(String[] args) {
      switch (args[0]) {
        case "wrapped" -> {
          printing(
              () -> {
                try {
                  throw new IllegalStateException("bad");
                } catch (IllegalStateException e) {
                  throw new IllegalStateException("wrap: " + e.getMessage());
                }
              });
          throw new IllegalStateException("again");
        }
        case "second in the next finally" -> {
          printing(
              () -> {
                try {
                  printing(Nested::first);
                } finally {
                  second();
                }
              });
          throw new IllegalStateException("third");
        }
        case "second caught in the finally" -> {
          try {
            first();
          } finally {
            try {
              second();
            } catch (IllegalStateException e) {
              assertEquals("second", e.getMessage());
            }
          }
        }
        case "second from the catch" -> {
          try {
            first();
          } catch (IllegalStateException e) {
            throw new IllegalStateException("second", e);
          }
        }
        case "second after two are caught" -> {
          outer();
          throw new IllegalStateException("third");
        }
        case "rethrown" -> {
          try {
            throw new IllegalStateException("message");
          } catch (IllegalStateException e) {
            throw e;
          }
        }
        case "rethrown in the middle" -> {
          try {
            try {
              try {
                throw new IllegalStateException("inner");
              } catch (IllegalStateException e) {
                throw new IllegalStateException("middle", e);
              }
            } catch (IllegalStateException e) {
              throw e;
            }
          } catch (IllegalStateException e) {
            throw new IllegalStateException("outer", e);
          }
        }
        case "sandwich" -> {
          var outer = new IllegalStateException("outer");
          try {
            try {
              throw outer;
            } catch (IllegalStateException e) {
              throw new IllegalStateException("inner", e);
            }
          } catch (IllegalStateException e) {
            outer.addSuppressed(new IllegalStateException(e.getMessage()));
            throw outer;
          }
        }
        case "same value twice" -> {
          var thrown = new IllegalStateException("message");
          try {
            throw thrown;
          } finally {
            throwIt(thrown);
          }
        }
        case "message that collects" -> {
          try {
            throw new Collecting("XXX");
          } finally {
            throwIt(new Collecting("YYY"));
          }
        }
        default -> throw new AssertionError(args[0]);
      }
    }

    private static void printing(Runnable body) {
      try {
        body.run();
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }

    private static void outer() {
      try {
        middle();
      } finally {
        Thread.onSpinWait();
      }
    }

    private static void middle() {
      printing(
          () -> {
            printing(Nested::first);
            second();
          });
    }

    private static void first() {
      throw new IllegalStateException("first");
    }

    private static void second() {
      throw new IllegalStateException("second");
    }

    private static void throwIt(RuntimeException e) {
      throw e;
    }
  }

  private static final class Collecting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Collecting(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      System.gc();
      return super.getMessage();
    }
  }

  private static int count(Pattern pattern, String text) {
    return (int) pattern.matcher(text).results().count();
  }

  @Test
  void theStackOfAPanicInsidePanicsIsWhole() {
    var result = crash(PanicsOnItsWayOut.class);
    panics("in first", result);
    for (String frame : List.of("PanicsOnItsWayOut.first", "PanicsOnItsWayOut.second")) {
      contains(frame, result);
    }
    contains("hello", result);
  }

  static final class PanicsOnItsWayOut {
    static void main() {
      first();
    }

    private static void first() {
      try {
        second();
      } catch (IllegalStateException e) {
        throw new IllegalStateException("in first", e);
      }
    }

    private static void second() {
      try {
        throw new IllegalStateException("hello");
      } catch (IllegalStateException e) {
        throw new IllegalStateException("in second", e);
      }
    }
  }

  // The report of a panic.

  @Test
  void theMainGoroutineIsNumberOne() {
    var result = crash(Panics.class);
    assertTrue(
        Pattern.compile("\\Apanic: [^\\n]*test\\n\\ngoroutine 1 \\[running\\]:\\n")
            .matcher(result.err())
            .find(),
        result::toString);
  }

  static final class Panics {
    static void main() {
      throw new IllegalStateException("test");
    }
  }

  @Test
  void theReportShowsNoGoroutinesOfTheRuntime() {
    var result = crash(PanicsBesideATimer.class);
    List<String> headers =
        GOROUTINE_HEADER.matcher(result.err()).results().map(MatchResult::group).toList();
    assertEquals(List.of("goroutine 1 ["), headers, result::toString);
  }

  static final class PanicsBesideATimer {
    static void main() {
      assertNotNull(Timer.afterFunc(Duration.ofHours(1), () -> {}));
      throw new IllegalStateException("oops");
    }
  }

  /**
   * The goroutine's last act before its panic lets main end: the report and the end race, as they
   * do in Go, whose test also tries ten times.
   */
  @Test
  void theReportOfAPanicIsCompleteWhenMainEndsAtOnce() {
    var reports = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      var result = program(PanicsAsMainEnds.class).run();
      if (result.exitCode() == 2) {
        panics("crash", result);
        contains("PanicsAsMainEnds", result);
        contains("created by ", result);
        return;
      }
      reports.append(result);
    }
    throw new AssertionError("no panic won the race against the end of main" + reports);
  }

  static final class PanicsAsMainEnds {
    static void main() {
      var end = new WaitGroup();
      end.add(1);
      go(
          () -> {
            try {
              throw new IllegalStateException("crash");
            } finally {
              end.done();
              Go.gosched();
            }
          });
      end.await();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yields", "prints", "throws", "throws itself", "null", "many lines"})
  void theReportCopesWithTheMessage(String message) {
    var result = crash(PanicsWith.class, message);
    startsWith("panic: ", result);
    contains("goroutine 1 [running]:", result);
    contains("PanicsWith.main", result);
    switch (message) {
      case "yields" -> panics("yielded", result);
      case "prints" -> {
        panics("3", result);
        assertEquals("1\n2\n", result.out());
      }
      case "many lines" -> {
        contains("important", result);
        contains("second line", result);
      }
      default -> contains("PanicsWith$Odd", result);
    }
  }

  static final class PanicsWith {
    static void main(String[] args) {
      throw new Odd(args[0]);
    }

    static final class Odd extends RuntimeException {
      private static final long serialVersionUID = 1L;
      private final String kind;
      private int printed;

      Odd(String kind) {
        this.kind = kind;
      }

      @Override
      public String getMessage() {
        return switch (kind) {
          case "yields" -> {
            Go.gosched();
            yield "yielded";
          }
          case "prints" -> {
            if (printed++ == 0) {
              System.out.println("1");
              System.out.println("2");
            }
            yield "3";
          }
          case "throws" -> throw new IllegalStateException("in getMessage");
          case "throws itself" -> throw this;
          case "null" -> null;
          case "many lines" -> "important\nsecond line";
          default -> throw new AssertionError(kind);
        };
      }
    }
  }

  @Test
  void errorsOfTheRuntimeAreRuntimeExceptions() throws Exception {
    onMain(
        () -> {
          Chan<Integer> closed = Chan.make();
          closed.close();
          Chan<Integer> absent = null;
          List<Runnable> faults =
              List.of(
                  closed::close,
                  () -> closed.send(1),
                  () -> Chan.make(-1),
                  () -> absent.close(),
                  () -> Chan.<Object>make(1).send(null));
          for (Runnable fault : faults) {
            assertThrows(RuntimeException.class, fault::run);
          }
        });
  }

  @Test
  void aFaultIsCaughtOnEveryGoroutineAndAgainOnMain() {
    var result = program(Recovers.class).run();
    assertEquals(
        new Program.Result(
            0, "main recovered\nnew recovered\nsecond recovered\nmain recovered\n", ""),
        result);
  }

  static final class Recovers {
    static void main() {
      fault("main");
      for (String name : List.of("new", "second")) {
        Chan<Boolean> done = Chan.make();
        go(
            () -> {
              fault(name);
              done.send(true);
            });
        done.recv();
      }
      fault("main");
    }

    private static void fault(String where) {
      String nothing = where.isEmpty() ? where : null;
      try {
        System.out.println(nothing.length());
      } catch (NullPointerException e) {
        System.out.println(where + " recovered");
      }
    }
  }

  @Test
  void aNullTaskIsRefusedWhereItIsStarted() throws Exception {
    onMain(
        () -> {
          var thrown = assertThrows(NullPointerException.class, () -> go(null));
          assertTrue(thrown.getMessage().contains("task"), thrown::getMessage);
        });
  }

  // Goexit.

  @Test
  void goexitRunsFinallyBlocksAndNoHandlerOfExceptions() throws Exception {
    onMain(
        () -> {
          Chan<String> ended = Chan.make();
          var caught = new AtomicReference<Exception>();
          go(
              () -> {
                try {
                  throw Go.goexit();
                } catch (Exception e) {
                  caught.set(e);
                } finally {
                  ended.send("finally");
                }
              });
          assertEquals("finally", ended.recv());
          assertEquals(null, caught.get());
        });
  }

  @Test
  void goexitIsAnErrorWithoutAStackTrace() throws Exception {
    onMain(
        () -> {
          Chan<Throwable> seen = Chan.make();
          go(
              () -> {
                try {
                  Go.goexit();
                } catch (Throwable t) {
                  seen.send(t);
                  throw t;
                }
              });
          Throwable thrown = seen.recv();
          assertInstanceOf(Error.class, thrown);
          assertEquals(0, thrown.getStackTrace().length);
        });
  }

  @Test
  void goexitInPlaceOfAPanicEndsTheGoroutineOnly() {
    startsWith(NO_GOROUTINES, crash(ExitsInsteadOfPanicking.class));
  }

  static final class ExitsInsteadOfPanicking {
    static void main() {
      go(
          () -> {
            try {
              throw new IllegalStateException("hello");
            } finally {
              exit();
            }
          });
      Go.goexit();
    }

    private static void exit() {
      Go.goexit();
    }
  }

  @Test
  void aPanicAfterGoexitEndsTheProgram() {
    panics("hello", crash(PanicsAfterGoexit.class));
  }

  static final class PanicsAfterGoexit {
    static void main() {
      try {
        Go.goexit();
      } finally {
        hello();
      }
    }
  }

  private static void hello() {
    throw new IllegalStateException("hello");
  }

  @Test
  void aPanicCaughtInsideAFinallyBlockLetsGoexitGoOn() {
    startsWith(NO_GOROUTINES, crash(RecoversAfterGoexit.class));
  }

  static final class RecoversAfterGoexit {
    static void main() {
      try {
        Go.goexit();
      } finally {
        try {
          hello();
        } catch (IllegalStateException e) {
          assertEquals("hello", e.getMessage());
        }
      }
    }
  }

  /**
   * Java's rule, not Go's: what a finally block throws replaces the goexit; caught further out, it
   * is over.
   */
  @Test
  void aPanicOfAFinallyBlockReplacesGoexit() {
    var result = program(ReplacesGoexit.class).run();
    assertEquals(new Program.Result(0, "goes on\n", ""), result);
  }

  static final class ReplacesGoexit {
    static void main() {
      try {
        try {
          Go.goexit();
        } finally {
          hello();
        }
      } catch (IllegalStateException e) {
        System.out.println("goes on");
      }
    }
  }
}
