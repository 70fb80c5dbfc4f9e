package dev.goro.bench.goro;

import dev.goro.bench.twin.ProcessStarts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The command of the short program: {@code goro run} of its source, where the script is known. */
final class GoroRun {
  /** The folder of the script {@code goro}, which sets it for {@code goro bench}. */
  private static final String HOME = "goro.home";

  private static final String SOURCE = "ShortProgram.java";

  private GoroRun() {}

  static List<String> command() throws IOException {
    String home = System.getProperty(HOME);
    if (home == null) {
      return ProcessStarts.likeThis(ShortProgram.class);
    }
    Path folder = Files.createTempDirectory("goro-bench");
    Path source = folder.resolve(SOURCE);
    folder.toFile().deleteOnExit();
    source.toFile().deleteOnExit();
    try (var in = GoroRun.class.getResourceAsStream(SOURCE)) {
      Files.copy(Objects.requireNonNull(in, SOURCE), source);
    }
    return List.of(Path.of(home, "goro").toString(), "run", source.toString());
  }
}
