package dev.goro.lab.count;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The control groups that this process is in, of version 1 or 2: each bounds what is in it. */
final class Cgroup {
  private static final Path OWN = Path.of("/proc/self/cgroup");
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private Cgroup() {}

  /** The folders of its groups and of those that they are in. */
  static List<Path> folders() {
    if (!Files.isReadable(OWN)) {
      return List.of();
    }
    try (var lines = Files.lines(OWN)) {
      return lines
          .map(line -> line.split(":", 3))
          .filter(parts -> parts.length == 3)
          .flatMap(parts -> upwards(ROOT.resolve(parts[1]), parts[2]).stream())
          .filter(Files::isDirectory)
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A group's folder and those above it, up to its hierarchy's root. */
  private static List<Path> upwards(Path hierarchy, String group) {
    var all = new ArrayList<Path>();
    Path folder = hierarchy.resolve(group.replaceFirst("^/+", "")).normalize();
    while (folder != null && folder.startsWith(hierarchy)) {
      all.add(folder);
      folder = folder.getParent();
    }
    return all;
  }

  /** The bytes that may still be used in a group; empty if it sets no limit. */
  static OptionalLong memoryLeft(Path folder) {
    OptionalLong two = left(folder, "memory.max", "memory.current");
    return two.isPresent() ? two : left(folder, "memory.limit_in_bytes", "memory.usage_in_bytes");
  }

  private static OptionalLong left(Path folder, String limit, String used) {
    OptionalLong most = Bounds.number(folder.resolve(limit));
    OptionalLong now = Bounds.number(folder.resolve(used));
    return most.isPresent() && now.isPresent()
        ? OptionalLong.of(Math.max(0, most.getAsLong() - now.getAsLong()))
        : OptionalLong.empty();
  }
}
