package dev.goro.lab.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.lab.LabException;
import dev.goro.testing.GoroTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Processes that measure: their answers, their failures, and that none of them stays. */
@GoroTest(seconds = 50)
class ChildTest {
  private static final String FIRST = "first";

  /** What it was given, and on what it ran. */
  public record Answer(List<String> args, boolean virtual, String flag, long pid) {}

  /** Answers. */
  public static final class Answers implements Experiment {
    @Override
    public Object run(List<String> args) {
      System.out.println("what it says before does not matter");
      return new Answer(
          args,
          Thread.currentThread().isVirtual(),
          System.getProperty("flag", ""),
          ProcessHandle.current().pid());
    }
  }

  /** Fails. */
  public static final class Fails implements Experiment {
    @Override
    public Object run(List<String> args) {
      throw new IllegalStateException("the result was wrong");
    }
  }

  /** Never ends by itself. */
  public static final class Stays implements Experiment {
    @Override
    public Object run(List<String> args) throws InterruptedException {
      Thread.sleep(Duration.ofHours(1));
      return "late";
    }
  }

  /** Leaves a goroutine running. */
  public static final class Leaves implements Experiment {
    @Override
    public Object run(List<String> args) {
      Go.go(() -> Thread.sleep(Duration.ofHours(1)));
      return "done";
    }
  }

  @Test
  void answersFromWhatItWasStartedFor() throws InterruptedException {
    var goro =
        Child.java(Answers.class, Flags.GORO).flag("-Dflag=x").args(FIRST, 2).run(Answer.class);
    assertEquals(List.of(FIRST, "2"), goro.args());
    assertTrue(goro.virtual());
    assertEquals("x", goro.flag());
    assertTrue(!Child.java(Answers.class, Flags.PLAIN).run(Answer.class).virtual());
  }

  @Test
  void tellsWhyItFailed() {
    var e =
        assertThrows(
            LabException.class, () -> Child.java(Fails.class, Flags.PLAIN).run(String.class));
    assertTrue(e.getMessage().contains("the result was wrong"), e.getMessage());
    assertTrue(e.getMessage().startsWith("Fails (PLAIN) failed with exit code 1"), e.getMessage());
  }

  @Test
  void isKilledWhenItOverstays() {
    var e =
        assertThrows(
            LabException.class,
            () ->
                Child.java(Stays.class, Flags.PLAIN)
                    .limit(Duration.ofSeconds(3))
                    .run(String.class));
    assertTrue(e.getMessage().contains("did not end within 3 s and was killed"), e.getMessage());
    assertTrue(e.getMessage().contains("Stays.run"), "its stacks are shown: " + e.getMessage());
    assertNoChildStays();
  }

  @Test
  void isKilledWhenItsWaiterIsInterrupted() throws InterruptedException {
    var ended = new CompletableFuture<Throwable>();
    var waiter =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    Child.java(Stays.class, Flags.PLAIN).run(String.class);
                  } catch (InterruptedException | LabException e) {
                    ended.complete(e);
                  }
                });
    while (ProcessHandle.current().children().findAny().isEmpty()) {
      Thread.sleep(5);
    }
    waiter.interrupt();
    assertEquals(InterruptedException.class, ended.join().getClass());
    assertNoChildStays();
  }

  @Test
  void endsThoughItsGoroutinesDoNot() throws InterruptedException {
    assertEquals("done", Child.java(Leaves.class, Flags.GORO).run(String.class));
  }

  @Test
  void tellsWhatGaveNoAnswer() {
    var e =
        assertThrows(
            LabException.class,
            () -> Child.program("echo", List.of("echo", "no JSON")).run(Answer.class));
    assertTrue(e.getMessage().contains("gave no answer but:\nno JSON"), e.getMessage());
  }

  /** Whoever kills the lab kills its end of the child's stdin. */
  @Test
  void endsWithTheLab() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ChildMain.class.getName(),
                Flags.PLAIN.name(),
                Stays.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      child.getOutputStream().close();
      assertTrue(child.waitFor(30, TimeUnit.SECONDS), "it is still there");
      assertEquals(3, child.exitValue());
    } finally {
      child.destroyForcibly();
    }
  }

  private static void assertNoChildStays() {
    ProcessHandle.current().children().forEach(child -> child.onExit().join());
  }
}
