package dev.goro.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code goro env}, {@code version} and {@code help}, and where the command may stand. */
class OtherCommandsTest extends CommandTest {
  @Test
  void tellsItsVersion() {
    String version = "goro version " + System.getProperty("goro.version") + ", JDK ";
    assertTrue(goro("version").run().cleanOutput().startsWith(version));
    assertTrue(goro("--version").run().cleanOutput().startsWith(version));
  }

  @Test
  void tellsItsEnvironment() {
    String all = goro("env").env("GORO_DEBUG", "schedtrace=1").run().cleanOutput();
    assertTrue(all.contains("GORO_HOME='" + Command.distribution() + "'\n"), all);
    assertTrue(all.contains("GORO_CACHE='" + cache + "'\n"), all);
    assertTrue(all.contains("GORO_DEBUG='schedtrace=1'\n"), all);
    assertEquals(cache + "\n", goro("env", "GORO_CACHE").run().cleanOutput());
    assertTrue(
        Files.isExecutable(
            Path.of(goro("env", "GORO_JAVA_HOME").run().cleanOutput().strip(), "bin", "javac")));
    assertMisused("BOGUS is none of", "env", "BOGUS");
  }

  @Test
  void helps() {
    for (String command :
        new String[] {"run", "test", "new", "dump", "env", "version", "bench", "lab", "help"}) {
      String help = goro("help", command).run().cleanOutput();
      assertTrue(help.contains("goro " + command), help);
    }
    assertTrue(goro("help").run().cleanOutput().contains("Linux and macOS"));
    assertTrue(goro("run", "--help").run().cleanOutput().contains("goro run"));
  }

  @Test
  void saysWhatIsWrongInOneSentence() {
    assertMisused("goro needs a command");
    assertMisused("there is no command frobnicate", "frobnicate", "-x");
    assertMisused("PID", "dump");
    assertMisused("DIR", "new");
    assertMisused("goro test", "test");
    assertMisused("goro bench", "bench");
    assertMisused("goro lab", "lab");
  }

  @Test
  void saysThatTheNamedJdkWillNotDo() {
    Command.Result result = goro("version").env("GORO_JAVA_HOME", "/nowhere").run();
    assertEquals(1, result.exitCode(), result::toString);
    assertTrue(
        result.err().startsWith("goro: GORO_JAVA_HOME is /nowhere, which is not a JDK 25"),
        result::toString);
  }

  @Test
  void standsAnywhereAndIsFoundThroughLinks() throws IOException {
    Path moved = temp.resolve("another place");
    copy(Command.distribution(), moved);
    Path link = Files.createSymbolicLink(folder.resolve("link"), moved.resolve("bin/goro"));
    Path linkToLink = Files.createSymbolicLink(folder.resolve("goro"), Path.of("link"));
    file("Hello.java", "void main() { dev.goro.Go.gosched(); IO.println(\"moved\"); }");
    assertTrue(link.toFile().exists());
    assertEquals(
        "moved\n", Command.at(linkToLink, folder, cache, "run", "Hello.java").run().cleanOutput());
  }

  private void assertMisused(String part, String... args) {
    Command.Result result = goro(args).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertEquals(1, result.err().lines().count(), result::toString);
    assertTrue(result.err().contains(part), result::toString);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    assertTrue(to.resolve("bin/goro").toFile().setExecutable(true));
  }
}
