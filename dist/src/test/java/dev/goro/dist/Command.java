package dev.goro.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that is run as a child process, with its output in files and a time limit. One that
 * starts {@code goro} has {@code JAVA_HOME} unset and gets none of the tests' own settings of Goro.
 */
final class Command {
  /** For a command that compiles, on a machine that is busy. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final List<String> words;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Path folder;
  private String input = "";

  private Command(Path folder, List<String> words) {
    this.folder = folder;
    this.words = words;
  }

  /** Any command, in a folder. */
  static Command of(Path folder, String... words) {
    return new Command(folder, List.of(words));
  }

  /** The distribution's {@code goro}, in a folder and with the cache in another. */
  static Command goro(Path folder, Path cache, String... args) {
    return at(distribution().resolve("bin/goro"), folder, cache, args);
  }

  /** The given {@code goro}. */
  static Command at(Path script, Path folder, Path cache, String... args) {
    var words = new ArrayList<String>();
    words.add(script.toString());
    words.addAll(Arrays.asList(args));
    return new Command(folder, words).env("GORO_CACHE", cache.toString());
  }

  /** The folder that the build made: what the zip holds. */
  static Path distribution() {
    return Path.of(System.getProperty("goro.dist"));
  }

  Command env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Command input(String text) {
    input = text;
    return this;
  }

  /** Runs it to its end. */
  Result run() {
    return start().await();
  }

  /** Starts it. */
  Running start() {
    try {
      Path stdin = Files.createTempFile("goro-test", ".in");
      Path stdout = Files.createTempFile("goro-test", ".out");
      Path stderr = Files.createTempFile("goro-test", ".err");
      Files.writeString(stdin, input);
      var builder =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectInput(stdin.toFile())
              .redirectOutput(stdout.toFile())
              .redirectError(stderr.toFile());
      builder.environment().keySet().removeIf(Command::isOfTheTests);
      builder.environment().putAll(environment);
      return new Running(words, builder.start(), stdin, stdout, stderr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOfTheTests(String variable) {
    return variable.startsWith("GORO_")
        || variable.startsWith("MAVEN_")
        || List.of("JAVA_HOME", "GOMAXPROCS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
            .contains(variable);
  }

  /** A command that has not ended yet. */
  record Running(List<String> words, Process process, Path stdin, Path stdout, Path stderr) {
    /** Waits until a line stands in the output. */
    void awaitLine(String line) throws InterruptedException {
      long end = System.nanoTime() + LIMIT.toNanos();
      while (!read(stdout).lines().toList().contains(line)) {
        if (System.nanoTime() > end || !process.isAlive()) {
          process.destroyForcibly();
          throw new AssertionError(words + " did not print " + line + ": " + await());
        }
        Thread.sleep(20);
      }
    }

    /** Waits for the end; kills what does not end in time. */
    Result await() {
      try {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
          throw new AssertionError(
              words + " did not end. Output:\n" + read(stdout) + "\nErrors:\n" + read(stderr));
        }
        var result = new Result(words, process.exitValue(), read(stdout), read(stderr));
        Files.delete(stdin);
        Files.delete(stdout);
        Files.delete(stderr);
        return result;
      } catch (InterruptedException e) {
        process.destroyForcibly();
        throw new AssertionError(words + ": the test was interrupted", e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String errors() {
      return read(stderr);
    }

    private static String read(Path file) {
      try {
        return Files.readString(file, UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** How a command ended. */
  record Result(List<String> words, int exitCode, String out, String err) {
    /** The output, of a command that ended well and said nothing on standard error. */
    String cleanOutput() {
      if (exitCode != 0 || !err.isEmpty()) {
        throw new AssertionError(toString());
      }
      return out;
    }
  }
}
