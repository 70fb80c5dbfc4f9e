package dev.goro.behaviour.loop;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.loop.EventLoop;
import dev.goro.runtime.sched.Domain;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Program;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole programs: deadlocks, dumps, and a JVM without the flags. */
class LoopProgramsTest {
  static class Stuck {
    static void main(String[] args) throws Exception {
      switch (args[0]) {
        case "await" -> EventLoop.run(Stuck::awaitForEver);
        case "channel" ->
            EventLoop.run(
                () -> {
                  EventLoop.current().task("receiver", () -> Chan.make().recv()).await();
                });
        case "a timer that was cancelled" ->
            EventLoop.run(
                () -> {
                  EventLoop.current().callLater(ofHours(1), () -> {}).cancel();
                  awaitForEver();
                });
        case "nobody runs it" -> {
          var loop = new EventLoop();
          loop.task(() -> 1).await();
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
    }

    private static void awaitForEver() throws Exception {
      EventLoop.current().task("stuck", () -> EventLoop.current().promise().await()).await();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"await", "channel", "a timer that was cancelled", "nobody runs it"})
  void aDeadlockIsTold(String how) {
    var result = Program.of(Stuck.class).args(how).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(
        result.err().startsWith("fatal error: all goroutines are asleep - deadlock!"),
        result::toString);
    if (how.equals("await")) {
      assertTrue(
          Pattern.compile("goroutine \\d+ \"stuck\" \\[event loop: await.*, on one thread")
              .matcher(result.err())
              .find(),
          result::toString);
      assertTrue(result.err().contains("Stuck.lambda$awaitForEver"), result::toString);
    }
  }

  static class Waits {
    static void main() throws Exception {
      Pipe pipe = Pipe.open();
      pipe.source().configureBlocking(false);
      EventLoop.run(
          () -> {
            var loop = EventLoop.current();
            loop.sleep(ofMillis(300));
            var read = loop.<Integer>promise();
            loop.addReader(
                pipe.source(),
                () -> {
                  if (!read.isDone()) {
                    read.setResult(pipe.source().read(ByteBuffer.allocate(8)));
                  }
                });
            var writer =
                Thread.ofPlatform()
                    .unstarted(
                        () -> {
                          try {
                            Thread.sleep(500);
                            pipe.sink().write(ByteBuffer.allocate(1));
                          } catch (Exception e) {
                            throw new AssertionError(e);
                          }
                        });
            writer.start();
            System.out.println(read.await());
            loop.task("dumped", () -> loop.promise().await());
            loop.sleep(ofMillis(1));
            System.out.println(Go.dump().contains("\"dumped\" [event loop: await, on one thread"));
          });
    }
  }

  @Test
  void aWaitThatMayEndIsNoDeadlock() {
    var result = Program.of(Waits.class).run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("1\ntrue\n", result.out(), result::toString);
    assertEquals("", result.err());
  }

  /** The loop's thread is slow to tell that it was stopped, as one is that gets no CPU. */
  static class SlowToTell {
    static void main() {
      var domain = Domain.ofHeldThread(new Object(), "a held thread");
      var told = new WaitGroup();
      told.add(1);
      domain.resume(
          true,
          () -> {
            long end = System.nanoTime() + ofMillis(700).toNanos();
            while (System.nanoTime() < end) {
              Thread.onSpinWait();
            }
            told.done();
          });
      told.await();
      System.out.println("told");
      domain.resume(false, () -> {});
      domain.close();
    }
  }

  @Test
  void aStopThatIsNotYetToldIsNoDeadlock() {
    var result = Program.of(SlowToTell.class).run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("told\n", result.out(), result::toString);
  }

  static class OnPlainJava {
    public static void main(String[] args) throws Exception {
      System.out.println(EventLoop.<Integer>run(() -> 42));
    }
  }

  @Test
  void withoutTheFlagsItSaysWhatItNeeds() {
    var result = Program.of(OnPlainJava.class).asPlainJava().withoutGoroFlags().run();
    assertEquals(1, result.exitCode(), result::toString);
    String sentence =
        result.err().lines().filter(l -> l.contains("UnsupportedOperation")).findFirst().orElse("");
    assertTrue(sentence.contains("an EventLoop needs Goro's own scheduler"), result::toString);
    assertTrue(sentence.contains("--add-opens java.base/java.lang=ALL-UNNAMED"), result::toString);
  }

  @Test
  void aPlainMainMayRunIt() {
    var result = Program.of(OnPlainJava.class).asPlainJava().run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("42\n", result.out());
    assertFalse(result.err().contains("goro"), result::toString);
  }
}
