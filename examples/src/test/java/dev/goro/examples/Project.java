package dev.goro.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the project that its readers see. */
final class Project {
  private Project() {}

  /** The project's root, found from the folder that the tests run in. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("examples/check"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException(
            "the tests must run in a folder of the project: no examples/check was found above "
                + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }

  /** The example programs. */
  static List<Path> examples() {
    return files(root().resolve("examples"), ".java");
  }

  /** The README and the pages in docs, at any depth. */
  static List<Path> pages() {
    return Stream.concat(
            Stream.of(root().resolve("README.md")), files(root().resolve("docs"), ".md").stream())
        .toList();
  }

  private static List<Path> files(Path folder, String suffix) {
    int depth = suffix.equals(".java") ? 1 : Integer.MAX_VALUE; // below examples are the tests
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
