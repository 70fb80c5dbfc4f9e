package dev.goro.behaviour.threads;

import static dev.goro.Go.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.Os;
import dev.goro.testing.Program;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code setMaxThreads}: what happens when more goroutines block than there may be threads. */
class ThreadLimitTest {
  private static final String EXHAUSTED =
      "goro: program exceeds 20-thread limit\nfatal error: thread exhaustion\n";

  static final class Blocks {
    static void main(String[] args) throws Exception {
      Go.setMaxThreads(20);
      int goroutines = Integer.parseInt(args[1]);
      var blocked = new AtomicInteger();
      var all = new WaitGroup();
      try (var pipe = new Os.Pipe()) {
        for (int i = 0; i < goroutines; i++) {
          switch (args[0]) {
            case "native" ->
                all.go(
                    () -> {
                      blocked.incrementAndGet();
                      pipe.awaitByRead();
                    });
            case "locked" ->
                all.go(
                    () -> {
                      Go.lockOSThread();
                      blocked.incrementAndGet();
                      Go.gosched();
                      pipe.awaitByRead();
                    });
            default -> throw new IllegalArgumentException(args[0]);
          }
        }
        Eventually.that("all block", () -> blocked.get() == goroutines);
        pipe.write(goroutines);
        all.await();
        System.out.println("all came back");
      }
    }
  }

  private static Program blocks(String how, int goroutines, int procs) {
    return Program.of(Blocks.class)
        .jvm("--enable-native-access=ALL-UNNAMED")
        .env("GOMAXPROCS", Integer.toString(procs))
        .args(how, Integer.toString(goroutines));
  }

  @EnabledOnOs(OS.LINUX)
  @ParameterizedTest
  @CsvSource({"native,1", "native,2", "locked,2"})
  void aProgramThatNeedsMoreEndsWithGosReport(String how, int procs) {
    var result = blocks(how, 100, procs).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(result.err().startsWith(EXHAUSTED), result::toString);
    assertTrue(result.err().contains("goroutine "), result::toString);
  }

  @EnabledOnOs(OS.LINUX)
  @ParameterizedTest
  @CsvSource({"native,1", "native,2", "locked,2"})
  void aProgramThatNeedsFewerDoesNotCare(String how, int procs) {
    assertEquals(new Program.Result(0, "all came back\n", ""), blocks(how, 10, procs).run());
  }

  /** Inside somebody else's program it is said, and all comes right when threads come back. */
  static final class Embedded {
    static void main(String[] args) throws Exception {
      Go.setMaxThreads(20);
      var blocked = new AtomicInteger();
      Chan<Integer> done = Chan.make();
      var pipe = new Os.Pipe();
      for (int i = 0; i < 100; i++) {
        go(
            () -> {
              blocked.incrementAndGet();
              pipe.awaitByRead();
              done.send(1);
            });
      }
      while (blocked.get() < 15) {
        Thread.sleep(1);
      }
      pipe.write(100);
      int sum = 0;
      for (int i = 0; i < 100; i++) {
        sum += done.recv();
      }
      System.out.println(sum);
    }
  }

  @EnabledOnOs(OS.LINUX)
  @Test
  void insideAnotherProgramGoroutinesWaitForThreads() {
    var result =
        Program.of(Embedded.class)
            .jvm("--enable-native-access=ALL-UNNAMED")
            .env("GOMAXPROCS", "2")
            .asPlainJava()
            .run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("100\n", result.out(), result::toString);
    assertTrue(result.err().isEmpty() || result.err().startsWith(EXHAUSTED), result::toString);
    assertTrue(result.err().length() < 10 * EXHAUSTED.length(), "it is not said again and again");
  }

  @Test
  void theLimitIsTakenAndGivenBack() {
    int before = Go.setMaxThreads(500);
    assertEquals(500, Go.setMaxThreads(before));
    assertEquals(10_000, before);
    var refused = assertThrows(IllegalArgumentException.class, () -> Go.setMaxThreads(0));
    assertTrue(refused.getMessage().contains("setMaxThreads(0)"), refused::toString);
  }
}
