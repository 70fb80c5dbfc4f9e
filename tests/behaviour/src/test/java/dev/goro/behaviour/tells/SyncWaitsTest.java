package dev.goro.behaviour.tells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.context.Context;
import dev.goro.sync.ErrGroup;
import dev.goro.sync.Semaphore;
import dev.goro.sync.SingleFlight;
import dev.goro.testing.Program;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A deadlock report and a dump name the waits for a semaphore, a group and a shared call. */
class SyncWaitsTest {
  static class Blocks {
    static void main(String[] args) throws Exception {
      Chan<Integer> never = Chan.make();
      var sem = new Semaphore(1);
      sem.acquire(1);
      var group = new ErrGroup();
      group.setLimit(1);
      var flights = new SingleFlight<String, Integer>();
      switch (args[0]) {
        case "semaphore" -> sem.acquire(1);
        case "semaphore with a context" -> sem.acquire(Context.withCancel(Context.background()), 1);
        case "semaphore that is too small" -> sem.acquire(2);
        case "group" -> {
          group.go(never::recv);
          group.await();
        }
        case "limit" -> {
          group.go(never::recv);
          group.go(never::recv);
        }
        case "flight" -> {
          Chan<Boolean> begun = Chan.make();
          Go.go(
              () ->
                  flights.call(
                      "key",
                      () -> {
                        begun.close();
                        return never.recv();
                      }));
          begun.recv();
          flights.call("key", () -> 1);
        }
        case "done" -> Context.withCancel(Context.background()).done().recv();
        default -> throw new IllegalArgumentException(args[0]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "semaphore, semaphore.Acquire, Semaphore.acquire",
    "semaphore with a context, semaphore.Acquire, Semaphore.acquire",
    "semaphore that is too small, semaphore.Acquire, Semaphore.acquire",
    "group, errgroup.Wait, ErrGroup.await",
    "limit, errgroup.Go, ErrGroup.go",
    "flight, singleflight.Do, SingleFlight.call",
    "done, chan receive, Blocks.main"
  })
  void theReportNamesIt(String how, String reason, String frame) {
    var result = Program.of(Blocks.class).args(how).run();
    assertEquals(2, result.exitCode(), result::toString);
    String main = result.err().substring(result.err().indexOf("goroutine 1 ["));
    assertTrue(main.startsWith("goroutine 1 [" + reason + "]"), result::toString);
    assertTrue(main.replace('$', '.').contains(frame), result::toString);
  }
}
