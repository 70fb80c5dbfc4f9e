package dev.goro.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Go twin: its sources travel as resources; they are built by the Go that is found on the
 * machine, into a temporary folder that closing removes.
 */
final class GoTwin implements AutoCloseable {
  private static final List<String> SOURCES =
      List.of(
          "go.mod",
          "main.go",
          "sampler.go",
          "cpu_unix.go",
          "cpu_other.go",
          "yield.go",
          "park.go",
          "spawn.go",
          "channels.go",
          "chain.go",
          "skynet.go",
          "parked.go");

  /** Where Go's own installer puts it. */
  private static final Path USUAL_PLACE = Path.of("/usr/local/go/bin/go");

  private static final Duration BUILD_LIMIT = Duration.ofMinutes(3);

  /** Builds with this very toolchain, and looks at no settings of the user's workspace. */
  private static final Map<String, String> BUILD_ENVIRONMENT =
      Map.of("GOTOOLCHAIN", "local", "GOWORK", "off", "GOFLAGS", "");

  private final Path folder;
  private final Path executable;
  private final String version;

  private GoTwin(Path folder, Path executable, String version) {
    this.folder = folder;
    this.executable = executable;
    this.version = version;
  }

  /**
   * Looks for Go.
   *
   * @param path the environment's PATH
   * @return the {@code go} command, if there is one in PATH or where Go's installer puts it
   */
  static Optional<Path> find(String path) {
    var inPath =
        Stream.of(path.split(java.io.File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, "go"));
    return Stream.concat(inPath, Stream.of(USUAL_PLACE))
        .filter(go -> Files.isRegularFile(go) && Files.isExecutable(go))
        .findFirst();
  }

  /**
   * Builds the twin.
   *
   * @param go the {@code go} command
   * @return the twin
   */
  static GoTwin build(Path go) {
    String command = go.toString();
    String version =
        TwinProcess.run("go version", List.of(command, "version"), Map.of(), BUILD_LIMIT);
    try {
      Path folder = Files.createTempDirectory("goro-bench");
      var twin = new GoTwin(folder, folder.resolve("gotwin"), shortened(version));
      try {
        for (String source : SOURCES) {
          try (InputStream in = GoTwin.class.getResourceAsStream("gotwin/" + source)) {
            Files.copy(Objects.requireNonNull(in, source), folder.resolve(source));
          }
        }
        TwinProcess.run(
            "go build",
            List.of(
                command, "build", "-C", folder.toString(), "-o", twin.executable.toString(), "."),
            BUILD_ENVIRONMENT,
            BUILD_LIMIT);
      } catch (BenchException | IOException e) {
        twin.close();
        throw e;
      }
      return twin;
    } catch (IOException e) {
      throw new BenchException("cannot write the Go twin's sources: " + e.getMessage(), e);
    }
  }

  /** {@code go version go1.26.8 linux/amd64} in short. */
  private static String shortened(String version) {
    String[] words = version.strip().split(" ");
    return words.length > 2 ? words[2].replaceFirst("^go", "Go ") : version.strip();
  }

  String executable() {
    return executable.toString();
  }

  String version() {
    return version;
  }

  @Override
  public void close() {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new BenchException("cannot remove " + folder + ": " + e.getMessage(), e);
    }
  }
}
