package dev.goro.examples;

import static org.junit.jupiter.api.Assertions.fail;

import dev.goro.Chan;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** Compiles a source file against Goro as {@code goro run} does, with every lint of javac. */
final class Javac {
  private Javac() {}

  /** Fails if the source has an error or a warning. */
  static void compile(Path source) throws IOException, URISyntaxException {
    Path classes = Files.createTempDirectory("goro-examples");
    Path core = Path.of(Chan.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var options =
        List.of(
            "-Xlint:all",
            "-Werror",
            "-d",
            classes.toString(),
            "--module-path",
            core.toString(),
            "--add-modules",
            "dev.goro.core");
    var javac = ToolProvider.getSystemJavaCompiler();
    var messages = new StringWriter();
    try (var files = javac.getStandardFileManager(null, null, null)) {
      var units = files.getJavaFileObjects(source);
      if (!javac.getTask(messages, files, null, options, null, units).call()) {
        fail(messages + "in\n" + Files.readString(source));
      }
    } finally {
      delete(classes);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
