package dev.goro.lab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.lab.LabException;
import dev.goro.lab.Run;
import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user's file: one that is right, and all the ways in which it may be wrong. */
@Timeout(180)
class TryPartTest {
  @TempDir private Path folder;

  private Section run(String source) throws IOException, InterruptedException {
    return run(Files.writeString(folder.resolve("Mine.java"), source));
  }

  private static Section run(Path file) throws InterruptedException {
    return new TryPart().run(new Run(true, 1, 1_000, file.toString(), _ -> {}));
  }

  private String wrong(String source) {
    return assertThrows(LabException.class, () -> run(source)).getMessage();
  }

  /** Where tasks wait, more at once is faster, except on a pool of a few threads. */
  @Test
  void aTaskThatWaitsIsToldFromOneThatComputes() throws Exception {
    var section =
        run(
            """
            class Mine implements dev.goro.lab.Trial {
              public void run(int number) throws Exception {
                Thread.sleep(5);
              }
            }
            """);

    assertTrue(section.verdicts().get(0).startsWith("Recommendation: "), section::toString);
    assertTrue(section.verdicts().get(1).endsWith(": it waits."), section::toString);
    double alone = throughput(section, "goroutines, 1 at once");
    double many = throughput(section, "goroutines, 256 at once");
    assertTrue(many > 10 * alone, alone + " alone, " + many + " with 256 at once");
    assertTrue(
        throughput(section, "fixed pool, 256 at once") < many,
        "a pool cannot wait so many times at once");
  }

  @Test
  void aTaskThatComputesIsToldFromOneThatWaits() throws Exception {
    var section =
        run(
            """
            class Mine implements dev.goro.lab.Trial {
              volatile long sum;

              public void run(int number) {
                long x = number;
                for (int i = 0; i < 2_000_000; i++) {
                  x = x * 31 + i;
                }
                sum = x;
              }
            }
            """);

    double alone = throughput(section, "event loop, 1 at once");
    double many = throughput(section, "event loop, 256 at once");
    assertTrue(many < 3 * alone, "one thread does not compute faster if more wait for it");
    assertTrue(!section.verdicts().get(1).endsWith(": it waits."), section::toString);
  }

  private static double throughput(Section section, String row) {
    return section.tables().getFirst().rows().stream()
        .filter(cells -> cells.getFirst().show().equals(row))
        .map(cells -> ((Figure) cells.get(1)).median())
        .findFirst()
        .orElseThrow();
  }

  /** The example of the documentation. */
  @Test
  void theExampleRuns() throws Exception {
    var section = run(Path.of("../docs/lab/FetchAndParse.java"));
    assertEquals("try", section.name());
    assertTrue(section.title().endsWith(": FetchAndParse.java"), section.title());
  }

  @Test
  void aFileThatIsNotThere() {
    Path none = folder.resolve("None.java");
    assertEquals(
        "there is no file "
            + none
            + ": try takes a Java file with a class that implements dev.goro.lab.Trial",
        assertThrows(LabException.class, () -> run(none)).getMessage());
  }

  @Test
  void aFileThatDoesNotCompile() {
    String message = wrong("class Mine {\n  int x = \n}\n");
    assertTrue(
        message.matches(".*Mine\\.java does not compile: line 3: illegal start of expression"),
        message);
  }

  @Test
  void aFileWithoutATrial() {
    String message = wrong("class Mine {}");
    assertTrue(message.contains("has no class that implements dev.goro.lab.Trial"), message);
    message =
        wrong(
            """
            class Mine implements dev.goro.lab.Trial {
              Mine(int x) {}
              public void run(int number) {}
            }
            """);
    assertTrue(message.contains("a constructor without parameters"), message);
  }

  @Test
  void aFileWithTwo() {
    String message =
        wrong(
            """
            class Mine implements dev.goro.lab.Trial { public void run(int number) {} }
            class Yours implements dev.goro.lab.Trial { public void run(int number) {} }
            """);
    assertTrue(
        message.endsWith("has several trials, Mine and Yours: leave one in the file"), message);
  }

  @Test
  void aTaskThatThrows() {
    String message =
        wrong(
            """
            class Mine implements dev.goro.lab.Trial {
              public void run(int number) throws Exception {
                if (number == 5) {
                  throw new java.io.IOException("no more");
                }
              }
            }
            """);
    assertTrue(
        message.matches(
            "Mine in .*Mine\\.java threw java.io.IOException: no more at Mine.run.*:4.*"),
        message);
  }

  @Test
  void aTaskWhoseConstructorThrows() {
    String message =
        wrong(
            """
            class Mine implements dev.goro.lab.Trial {
              Mine() {
                throw new IllegalStateException("not today");
              }
              public void run(int number) {}
            }
            """);
    assertTrue(
        message.endsWith("cannot be made: java.lang.IllegalStateException: not today"), message);
  }
}
