package dev.goro.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of the command share: a folder to work in, and one cache for all tests. */
@Timeout(400)
abstract class CommandTest {
  /** Shared, as a user's is: the JVM's cache for a quick start is made once. */
  @TempDir static Path cache;

  @TempDir Path temp;

  /** Where the programs stand; a blank in its name must not matter. */
  Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("my programs"));
  }

  Command goro(String... args) {
    return Command.goro(folder, cache, args);
  }

  /** Writes a file into the folder, and says nothing about it. */
  void file(String name, String text) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
