package dev.goro.behaviour.tells;

import static dev.goro.Go.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.DeadlockError;
import dev.goro.Go;
import dev.goro.RecvChan;
import dev.goro.Select;
import dev.goro.sync.Cond;
import dev.goro.sync.Mutex;
import dev.goro.sync.Once;
import dev.goro.sync.Pool;
import dev.goro.sync.RWMutex;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Program;
import dev.goro.time.Timer;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All goroutines asleep: the report with each one's wait reason, and silence while anything could
 * wake one.
 */
class DeadlockTest {
  private static final String HEAD = "fatal error: all goroutines are asleep - deadlock!";

  static class Blocks {
    static void main(String[] args) throws Exception {
      block(args[0]);
    }

    static void block(String how) throws Exception {
      Chan<Integer> c = Chan.make();
      var mutex = new Mutex();
      mutex.lock();
      var wg = new WaitGroup();
      wg.add(1);
      RecvChan<Integer> none = null;
      switch (how) {
        case "receive" -> c.recv();
        case "range" -> c.forEach(v -> {});
        case "send" -> c.send(1);
        case "full" -> {
          Chan<Integer> full = Chan.make(1);
          full.send(1);
          full.send(2);
        }
        case "select" -> Select.select(Select.recv(c), Select.send(c, 1));
        case "no cases" -> Select.select();
        case "null cases" -> Select.select(Select.recv(none));
        case "mutex" -> mutex.lock();
        case "reader" -> {
          var lock = new RWMutex();
          lock.lock();
          lock.rLock();
        }
        case "writer" -> {
          var lock = new RWMutex();
          lock.rLock();
          lock.lock();
        }
        case "cond" -> new Cond(mutex).await();
        case "once" -> {
          var once = new Once();
          once.run(() -> once.run(() -> {}));
        }
        case "pool" -> {
          var pool = new Pool<Object>(Object::new);
          pool.put(pool.get());
          c.recv();
        }
        case "group" -> wg.await();
        case "monitor" -> {
          var monitor = new Object();
          var held = new CountDownLatch(1);
          go(
              "the holder",
              () -> {
                synchronized (monitor) {
                  held.countDown();
                  c.recv();
                }
              });
          held.await();
          synchronized (monitor) {
            throw new AssertionError("the monitor is held for ever");
          }
        }
        case "wait" -> {
          var monitor = new Object();
          synchronized (monitor) {
            monitor.wait();
          }
        }
        case "latch" -> new CountDownLatch(1).await();
        case "lock" -> {
          var lock = new ReentrantLock();
          go(
              () -> {
                lock.lock();
                c.recv();
              });
          while (!lock.isLocked()) {
            Go.gosched();
          }
          lock.lock();
        }
        case "crossed" -> {
          Chan<Integer> d = Chan.make();
          go(
              "the other",
              () -> {
                d.recv();
                c.send(1);
              });
          c.recv();
        }
        default -> throw new IllegalArgumentException(how);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "receive, chan receive, Blocks.block",
    "range, chan receive, Blocks.block",
    "send, chan send, Blocks.block",
    "full, chan send, Blocks.block",
    "select, select, Blocks.block",
    "no cases, select (no cases), Blocks.block",
    "mutex, sync.Mutex.Lock, Blocks.block",
    "reader, sync.RWMutex.RLock, Blocks.block",
    "writer, sync.RWMutex.Lock, Blocks.block",
    "cond, sync.Cond.Wait, Blocks.block",
    "once, sync.Mutex.Lock, Blocks.block",
    "pool, chan receive, Blocks.block",
    "group, sync.WaitGroup.Wait, Blocks.block",
    "monitor, monitor enter, Blocks.block",
    "wait, Object.wait, Blocks.block",
    "latch, CountDownLatch.await, Blocks.block",
    "lock, ReentrantLock.lock, Blocks.block"
  })
  void theReportTellsWhyEachWaits(String how, String reason, String frame) {
    var result = Program.of(Blocks.class).args(how).run();
    assertEquals(2, result.exitCode(), result::toString);
    String err = result.err().replace("\r", "");
    assertTrue(err.startsWith(HEAD + "\n\ngoroutine 1 [" + reason), result::toString);
    String main = err.substring(err.indexOf("goroutine 1 ["));
    main = main.contains("\n\n") ? main.substring(0, main.indexOf("\n\n")) : main;
    assertTrue(
        main.contains(frame.replace('.', '$').replace("$block", ".block")), result::toString);
    assertEquals("", result.out());
  }

  @Test
  void aSelectOfNullChannelsOnly() {
    var result = Program.of(Blocks.class).args("null cases").run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(
        Pattern.compile("goroutine 1 \\[select( \\(no cases\\))?\\]").matcher(result.err()).find(),
        result::toString);
  }

  @Test
  void theReportShowsTheOthersAndWhereTheyWereMade() {
    for (String how : new String[] {"crossed", "monitor"}) {
      var result = Program.of(Blocks.class).args(how).run();
      assertEquals(2, result.exitCode(), result::toString);
      assertTrue(
          Pattern.compile(
                  "goroutine \\d+ \"the (other|holder)\" \\[chan receive\\]:\n"
                      + "(\tat .*\n)+"
                      + "created by .*DeadlockTest\\$Blocks.block\\(DeadlockTest.java:\\d+\\)"
                      + " in goroutine 1")
              .matcher(result.err().replace("\r", ""))
              .find(),
          result::toString);
    }
  }

  static class Many {
    static void main() {
      Chan<Integer> c = Chan.make();
      for (int i = 0; i < 5_000; i++) {
        go(c::recv);
      }
      Chan.make().recv();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "16"})
  void manyAlikeAreFolded(String procs) {
    var result = Program.of(Many.class).env("GOMAXPROCS", procs).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(result.err().startsWith(HEAD), result::toString);
    assertTrue(result.err().contains("5000 goroutines"), result::toString);
    assertTrue(result.err().lines().count() < 60, result::toString);
  }

  /** It comes after much has run, too. */
  static class Later {
    static void main() {
      for (int i = 0; i < 20_000; i++) {
        Chan<Integer> c = Chan.make();
        go(() -> c.send(1));
        c.recv();
      }
      Go.sleep(Duration.ofMillis(30));
      System.out.println("worked");
      Chan.make().recv();
    }
  }

  @Test
  void itIsFoundAfterMuchHasRun() {
    var result = Program.of(Later.class).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertEquals("worked", result.out().strip());
    assertTrue(result.err().startsWith(HEAD), result::toString);
  }

  /** Each of these looks like a deadlock for much longer than the detector waits, and is none. */
  static class Woken {
    private static final long PAUSE_MILLIS = 700;

    static void main(String[] args) throws Exception {
      Chan<Integer> c = Chan.make();
      var pause = Duration.ofMillis(PAUSE_MILLIS);
      switch (args[0]) {
        case "sleep" -> Go.sleep(pause);
        case "another sleeps" ->
            go(
                () -> {
                  Go.sleep(pause);
                  c.send(1);
                });
        case "timer" -> Timer.afterFunc(pause, () -> c.send(1));
        case "after" -> Select.select(Select.recv(c), Select.after(pause));
        case "timed receive" -> c.tryRecv(pause);
        case "jdk sleep" -> Thread.sleep(pause);
        case "jdk timed wait" -> {
          var monitor = new Object();
          synchronized (monitor) {
            monitor.wait(PAUSE_MILLIS);
          }
        }
        case "platform thread" ->
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        Thread.sleep(PAUSE_MILLIS);
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      }
                      c.send(1);
                    });
        case "busy platform thread" ->
            Thread.ofPlatform()
                .start(
                    () -> {
                      long start = System.nanoTime();
                      while (System.nanoTime() - start < pause.toNanos()) {
                        Thread.onSpinWait();
                      }
                      c.send(1);
                    });
        case "scheduled executor" ->
            java.util.concurrent.Executors.newScheduledThreadPool(1)
                .schedule(
                    () -> c.send(1), PAUSE_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS);
        case "completable future" ->
            java.util.concurrent.CompletableFuture.runAsync(
                () -> c.send(1),
                java.util.concurrent.CompletableFuture.delayedExecutor(
                    PAUSE_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS));
        case "child process" -> {
          var child = new ProcessBuilder("sleep", "0.7").start();
          child.waitFor();
        }
        case "child's output" -> {
          var child = new ProcessBuilder("sh", "-c", "sleep 0.7; echo x").start();
          child.getInputStream().read();
        }
        case "child's exit" -> {
          var child = new ProcessBuilder("sleep", "0.7").start();
          child.onExit().thenRun(() -> c.send(1));
        }
        case "socket" -> {
          var loopback = InetAddress.getLoopbackAddress();
          var server = new ServerSocket(0, 1, loopback);
          // Another process writes after a while: here nothing runs meanwhile.
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "(sleep 0.7; printf x) | exec \"$0\" -cp \"$1\" '"
                      + Pipe.class.getName()
                      + "' "
                      + server.getLocalPort(),
                  System.getProperty("java.home") + "/bin/java",
                  System.getProperty("java.class.path"))
              .inheritIO()
              .start();
          server.accept().getInputStream().read();
        }
        case "accept" -> {
          var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          server.setSoTimeout((int) PAUSE_MILLIS);
          try {
            server.accept();
          } catch (java.net.SocketTimeoutException e) {
            System.out.println("timed out");
          }
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
      switch (args[0]) {
        case "another sleeps",
            "timer",
            "platform thread",
            "busy platform thread",
            "scheduled executor",
            "completable future",
            "child's exit" ->
            c.recv();
        default -> {}
      }
      System.out.println("woken");
    }
  }

  /** Connects and sends what it reads. */
  static class Pipe {
    static void main(String[] args) throws Exception {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
        System.in.transferTo(socket.getOutputStream());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sleep",
        "another sleeps",
        "timer",
        "after",
        "timed receive",
        "jdk sleep",
        "jdk timed wait",
        "platform thread",
        "busy platform thread",
        "scheduled executor",
        "completable future",
        "child process",
        "child's output",
        "child's exit",
        "socket",
        "accept"
      })
  void itIsSilentWhileAnythingCouldWakeOne(String how) {
    var result = Program.of(Woken.class).args(how).run();
    assertEquals(0, result.exitCode(), result::toString);
    assertTrue(result.out().contains("woken"), result::toString);
    assertEquals("", result.err(), result::toString);
  }

  /** It waits for its input, which comes late. */
  static class Reads {
    static void main() throws Exception {
      System.out.println("ready");
      System.out.println((char) new InputStreamReader(System.in).read());
    }
  }

  @Test
  void itIsSilentWhileInputMayCome() throws Exception {
    String java = System.getProperty("java.home") + "/bin/java";
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var flags = String.join(" ", Program.GORO_FLAGS);
    var process =
        new ProcessBuilder(
                "sh",
                "-c",
                "(sleep 1; echo x) | exec \"$0\" "
                    + flags
                    + " -cp \"$1\" "
                    + "dev.goro.testing.ProgramMain '"
                    + Reads.class.getName()
                    + "'",
                java,
                path)
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), out);
    assertEquals("ready x", String.join(" ", out.lines().toList()));
  }

  static class Embedded {
    static void main() throws Exception {
      var e = assertThrows(DeadlockError.class, () -> Go.run(() -> Chan.make().recv()));
      System.out.println(e.getMessage().lines().findFirst().orElse(""));
      System.out.println(e.getMessage().contains("[chan receive]"));
      Go.run(
          () -> {
            Chan<Integer> c = Chan.make();
            go(() -> c.send(1));
            System.out.println("goes on " + c.recv());
          });
    }
  }

  @Test
  void inALibraryRunThrowsIt() {
    var result = Program.of(Embedded.class).asPlainJava().run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(
        "all goroutines are asleep - deadlock! / true / goes on 1",
        String.join(" / ", result.out().lines().toList()));
  }

  /**
   * Short runs one after the other are no deadlock, however late the OS runs the thread that waits
   * for them.
   */
  static class ShortRuns {
    static void main() throws Exception {
      for (int i = 0; i < 2_000; i++) {
        int value = i;
        Chan<Integer> c = Chan.make();
        Go.run(
            () -> {
              go(() -> c.send(value));
              c.recv();
            });
      }
      System.out.println("done");
    }
  }

  @Test
  void shortRunsAreNone() {
    var result = Program.of(ShortRuns.class).asPlainJava().run();
    assertEquals(new Program.Result(0, "done" + System.lineSeparator(), ""), result);
  }
}
