package dev.goro.examples;

import static org.junit.jupiter.api.Assertions.fail;

import dev.goro.Chan;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** Compiles a source file against Goro as {@code goro run} does, with every lint of javac. */
final class Javac {
  /** What the documentation shows beside Goro and the JDK. */
  private static final Pattern LIBRARY = Pattern.compile("\\b(org|io)\\.[a-z]+\\.[a-z]");

  private Javac() {}

  /** Fails if the source has an error or a warning. */
  static void compile(Path source) throws IOException, URISyntaxException {
    Path classes = Files.createTempDirectory("goro-examples");
    try {
      compile(source, classes);
    } finally {
      delete(classes);
    }
  }

  /** Puts the classes into a folder; fails if the source has an error or a warning. */
  static void compile(Path source, Path classes) throws IOException, URISyntaxException {
    Path core = Path.of(Chan.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var options =
        new ArrayList<>(
            List.of(
                "-Xlint:all,-preview",
                "-Werror",
                "-d",
                classes.toString(),
                "--module-path",
                core.toString(),
                "--add-modules",
                "dev.goro.core"));
    String text = Files.readString(source);
    if (text.contains("StructuredTaskScope")) {
      options.addAll(List.of("--enable-preview", "--release", "25"));
    }
    if (LIBRARY.matcher(text).find()) {
      options.addAll(List.of("--class-path", libraries()));
    }
    var javac = ToolProvider.getSystemJavaCompiler();
    var messages = new StringWriter();
    try (var files = javac.getStandardFileManager(null, null, null)) {
      var units = files.getJavaFileObjects(source);
      if (!javac.getTask(messages, files, null, options, null, units).call()) {
        fail(messages + "in\n" + Files.readString(source));
      }
    }
  }

  /** The class path of the tests: Goro itself is a module, and taken from there. */
  private static String libraries() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
