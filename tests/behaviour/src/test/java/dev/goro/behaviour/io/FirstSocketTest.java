package dev.goro.behaviour.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Go;
import dev.goro.loop.EventLoop;
import dev.goro.testing.GoroTest;
import dev.goro.testing.Program;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The first goroutine of a program that waits for a socket runs on a thread of its own, while all
 * Ms are idle: somebody has to begin to look at sockets. Each try is a process, since a process has
 * one first socket only.
 */
@GoroTest(seconds = 200)
class FirstSocketTest {
  private static final int TRIES = 5;

  static class Connects {
    static void main(String[] args) throws Exception {
      switch (args[0]) {
        case "event loop" -> EventLoop.run(Connects::connectAndRead);
        case "one thread" -> {
          try (var one = Go.onOneThread()) {
            one.go(Connects::connectAndRead);
          }
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
    }

    private static void connectAndRead() throws Exception {
      try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          var client = new Socket(server.getInetAddress(), server.getLocalPort());
          var accepted = server.accept()) {
        Go.go(
            () -> {
              Go.gosched(); // the reader waits by now
              client.getOutputStream().write(7);
            });
        System.out.println(accepted.getInputStream().read());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"event loop, 1", "event loop, 2", "one thread, 1", "one thread, 2"})
  void somebodyBeginsToLook(String where, String procs) {
    for (int i = 0; i < TRIES; i++) {
      var result =
          Program.of(Connects.class)
              .args(where)
              .env("GOMAXPROCS", procs)
              .limit(Duration.ofSeconds(15))
              .run();
      assertEquals(0, result.exitCode(), result::toString);
      assertEquals("7\n", result.out(), result::toString);
    }
  }
}
