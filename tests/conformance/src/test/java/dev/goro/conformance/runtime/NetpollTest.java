package dev.goro.conformance.runtime;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.runtime.netpoll.Netpoll;
import dev.goro.testing.Program;
import dev.goro.testing.SocketPair;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ms that wait for sockets. Go: {@code src/runtime/proc_test.go}, {@code
 * testdata/testprognet/waiters.go}.
 */
class NetpollTest {
  /** A goroutine waits for a socket for ever; the rest of the program gets on from idle. */
  static final class WaitsForASocket {
    static void main(String[] args) throws Exception {
      try (var pair = SocketPair.connect()) {
        go(() -> pair.one().getInputStream().read());
        for (int i = 0; i < 20; i++) {
          if (args[0].equals("timer")) {
            Go.sleep(Duration.ofMillis(2));
          } else {
            Chan<Integer> c = Chan.make();
            Thread.ofPlatform().daemon().start(() -> sendLater(c));
            c.recv();
          }
        }
        System.out.println("OK");
        System.out.flush();
        Runtime.getRuntime().halt(0); // the socket is waited for until the end
      }
    }

    private static void sendLater(Chan<Integer> c) {
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      c.send(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void anIdleProgramThatWaitsForASocketWakesForATimer(String procs) {
    assertEquals(
        new Program.Result(0, "OK\n", ""),
        Program.of(WaitsForASocket.class).env("GOMAXPROCS", procs).args("timer").run());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void anIdleProgramThatWaitsForASocketWakesForAnotherThread(String procs) {
    assertEquals(
        new Program.Result(0, "OK\n", ""),
        Program.of(WaitsForASocket.class).env("GOMAXPROCS", procs).args("thread").run());
  }

  /** Reads twice, and tells who watches the sockets. */
  static final class WhoWatches {
    static void main() throws Exception {
      try (var pair = SocketPair.connect()) {
        together(
            () -> pair.one().getInputStream().readNBytes(2),
            () -> {
              pair.other().getOutputStream().write(1);
              Go.sleep(Duration.ofMillis(1));
              pair.other().getOutputStream().write(2);
            });
      }
      System.out.println(Netpoll.watchesLastingly());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @EnabledForJreRange(max = JRE.JAVA_25, disabledReason = "a later JDK may watch otherwise")
  void theKernelWatchesSocketsLastingly() {
    assertEquals(new Program.Result(0, "true\n", ""), Program.of(WhoWatches.class).run());
  }

  /** Once the traffic is over, nobody waits for a socket: what is left is a deadlock. */
  static final class TrafficThenDeadlock {
    static void main() throws Exception {
      try (var pair = SocketPair.connect()) {
        together(
            () -> {
              while (pair.one().getInputStream().read() >= 0) {}
            },
            () -> {
              for (int i = 0; i < 10; i++) {
                pair.other().getOutputStream().write(i);
                Go.sleep(Duration.ofMillis(1));
              }
              pair.other().shutdownOutput();
            });
      }
      Chan.make().recv();
    }
  }

  @Test
  void whoHasReadFromASocketWaitsForNoneAnyMore() {
    var result = Program.of(TrafficThenDeadlock.class).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(result.err().contains("all goroutines are asleep - deadlock!"), result::toString);
  }
}
