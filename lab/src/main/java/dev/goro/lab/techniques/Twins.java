package dev.goro.lab.techniques;

import dev.goro.lab.LabException;
import dev.goro.lab.process.Child;
import dev.goro.lab.process.Installed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Twins of some programs in Go and Python, where these are installed: the same work with the same
 * sizes, which checks its result as well. They are written out, and Go's are built, into a folder
 * that is deleted on close.
 */
final class Twins implements AutoCloseable {
  /** The programs that have a twin in Go. */
  private static final Set<String> IN_GO =
      Set.of("video rendering", "n-body physics", "microservice", "scraper");

  /** The programs that have a twin in Python. */
  private static final Set<String> IN_PYTHON = Set.of("microservice", "scraper");

  private static final Path USUAL_GO = Path.of("/usr/local/go/bin/go");
  private static final long BUILD_SECONDS = 120;

  private final Path folder;
  private final Optional<Path> goProgram;
  private final Optional<Path> python;

  private Twins(Path folder, Optional<Path> goProgram, Optional<Path> python) {
    this.folder = folder;
    this.goProgram = goProgram;
    this.python = python;
  }

  /** Looks for Go and Python, and prepares what it finds. */
  static Twins prepare() throws InterruptedException {
    try {
      Path folder = Files.createTempDirectory("goro-lab");
      try {
        var go = Installed.find("go").or(() -> Optional.of(USUAL_GO).filter(Files::isExecutable));
        var python = Installed.find("python3");
        copy("twins.py", folder.resolve("twins.py"));
        return new Twins(
            folder,
            go.isPresent() ? build(folder, go.get()) : Optional.empty(),
            python.isPresent() && runs(python.get()) ? python : Optional.empty());
      } catch (IOException | InterruptedException | RuntimeException e) {
        delete(folder);
        throw e;
      }
    } catch (IOException e) {
      throw new LabException("cannot write the twins' sources: " + e.getMessage(), e);
    }
  }

  /** The labels of those that are there, and the command of each for a program that it has. */
  Map<String, Child> of(String program) {
    var children = new LinkedHashMap<String, Child>();
    if (goProgram.isPresent() && IN_GO.contains(program)) {
      children.put(
          "Go", Child.program("the Go twin of " + program, List.of(goProgram.get().toString())));
    }
    if (python.isPresent() && IN_PYTHON.contains(program)) {
      var command = List.of(python.get().toString(), folder.resolve("twins.py").toString());
      children.put("Python asyncio", Child.program("the Python twin of " + program, command));
    }
    return children;
  }

  /** What is not there, as sentences for the report's limits. */
  String missing() {
    return (goProgram.isEmpty() ? "Go is not installed. " : "")
        + (python.isEmpty() ? "Python 3.11 or later is not installed. " : "");
  }

  private static Optional<Path> build(Path folder, Path go)
      throws IOException, InterruptedException {
    copy("twins.go", folder.resolve("twins.go"));
    Files.writeString(folder.resolve("go.mod"), "module lab\n\ngo 1.22\n");
    var builder =
        new ProcessBuilder(go.toString(), "build", "-o", "twins", ".")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("build.log").toFile());
    builder.environment().putAll(Map.of("GOTOOLCHAIN", "local", "GOWORK", "off", "GOFLAGS", ""));
    Process process = builder.start();
    try {
      if (!process.waitFor(BUILD_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new LabException(
            "go build of the twins failed: " + Files.readString(folder.resolve("build.log")));
      }
    } finally {
      process.destroyForcibly();
    }
    return Optional.of(folder.resolve("twins"));
  }

  private static void copy(String source, Path target) throws IOException {
    try (InputStream in = Twins.class.getResourceAsStream(source)) {
      Files.copy(Objects.requireNonNull(in, source), target);
    }
  }

  /** Whether it is a Python that knows asyncio's task groups. */
  private static boolean runs(Path python) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(python.toString(), "-c", "import asyncio, resource; asyncio.TaskGroup")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(BUILD_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    delete(folder);
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new LabException("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }
}
