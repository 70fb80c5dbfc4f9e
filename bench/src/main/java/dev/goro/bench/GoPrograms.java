package dev.goro.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Programs in Go: their sources travel as resources; they are built by the Go that is found on the
 * machine, into a temporary folder that closing removes.
 */
final class GoPrograms implements AutoCloseable {
  private static final String MODULE_FILE = "go.mod";
  private static final String EXECUTABLES = "bin";

  /** Where Go's own installer puts it. */
  private static final Path USUAL_PLACE = Path.of("/usr/local/go/bin/go");

  private static final Duration BUILD_LIMIT = Duration.ofMinutes(3);

  /** Builds with this very toolchain, and looks at no settings of the user's workspace. */
  private static final Map<String, String> BUILD_ENVIRONMENT =
      Map.of("GOTOOLCHAIN", "local", "GOWORK", "off", "GOFLAGS", "");

  private final Path folder;
  private final String version;

  private GoPrograms(Path folder, String version) {
    this.folder = folder;
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
   * Builds programs.
   *
   * @param go the {@code go} command
   * @param programs which
   * @return the programs
   */
  static GoPrograms build(Path go, GoProgram... programs) {
    String version =
        TwinProcess.run("go version", List.of(go.toString(), "version"), Map.of(), BUILD_LIMIT);
    try {
      var built = new GoPrograms(Files.createTempDirectory("goro-bench"), shortened(version));
      try {
        Files.createDirectory(built.folder.resolve(EXECUTABLES));
        built.copy(MODULE_FILE);
        for (GoProgram program : programs) {
          built.build(go, program);
        }
      } catch (BenchException | IOException e) {
        built.close();
        throw e;
      }
      return built;
    } catch (IOException e) {
      throw new BenchException("cannot write the Go programs' sources: " + e.getMessage(), e);
    }
  }

  private void build(Path go, GoProgram program) throws IOException {
    for (String source : program.sources()) {
      copy(source);
    }
    TwinProcess.run(
        "go build",
        List.of(
            go.toString(),
            "build",
            "-C",
            folder.toString(),
            "-o",
            executable(program),
            "./" + program.folder()),
        BUILD_ENVIRONMENT,
        BUILD_LIMIT);
  }

  private void copy(String source) throws IOException {
    Path target = folder.resolve(source);
    Files.createDirectories(target.getParent());
    try (InputStream in = GoPrograms.class.getResourceAsStream("gotwin/" + source)) {
      Files.copy(Objects.requireNonNull(in, source), target);
    }
  }

  /** {@code go version go1.26.8 linux/amd64} in short. */
  private static String shortened(String version) {
    String[] words = version.strip().split(" ");
    return words.length > 2 ? words[2].replaceFirst("^go", "Go ") : version.strip();
  }

  String executable(GoProgram program) {
    return folder.resolve(EXECUTABLES).resolve(program.name().toLowerCase(Locale.ROOT)).toString();
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
