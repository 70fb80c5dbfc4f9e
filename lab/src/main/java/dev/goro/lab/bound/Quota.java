package dev.goro.lab.bound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A limit of CPU time that a cgroup sets: so much in each period, after which all wait for the
 * next.
 *
 * @param cpus how many CPUs it comes to
 * @param statistics the file that tells how long the group had to wait
 */
record Quota(double cpus, Path statistics) {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final Path OWN = Path.of("/proc/self/cgroup");

  /** The strictest that this process is under; empty if there is none. */
  static Optional<Quota> here() {
    if (!Files.isReadable(OWN)) {
      return Optional.empty();
    }
    return read(OWN)
        .lines()
        .flatMap(line -> of(line, ROOT))
        .min((a, b) -> Double.compare(a.cpus, b.cpus));
  }

  /** Those of a group and its parents; the line is one of {@code /proc/self/cgroup}. */
  static Stream<Quota> of(String line, Path root) {
    String[] fields = line.split(":", 3);
    if (fields.length < 3) {
      return Stream.empty();
    }
    boolean two = fields[1].isEmpty();
    if (!two && !List.of(fields[1].split(",")).contains("cpu")) {
      return Stream.empty();
    }
    Path base = two ? root : root.resolve(fields[1]);
    Path group = base.resolve(fields[2].substring(1)).normalize();
    return Stream.iterate(group, g -> g != null && g.startsWith(base), Path::getParent)
        .flatMap(g -> (two ? second(g) : first(g)).stream());
  }

  /** Version 2: the quota or {@code max}, and the period. */
  private static Optional<Quota> second(Path group) {
    Path file = group.resolve("cpu.max");
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    String[] words = read(file).strip().split(" ");
    return words[0].equals("max")
        ? Optional.empty()
        : Optional.of(
            new Quota(
                Double.parseDouble(words[0]) / Double.parseDouble(words[1]),
                group.resolve("cpu.stat")));
  }

  /** Version 1: the quota or -1, and the period, a file each. */
  private static Optional<Quota> first(Path group) {
    Path file = group.resolve("cpu.cfs_quota_us");
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    double quota = Double.parseDouble(read(file).strip());
    double period = Double.parseDouble(read(group.resolve("cpu.cfs_period_us")).strip());
    return quota < 0
        ? Optional.empty()
        : Optional.of(new Quota(quota / period, group.resolve("cpu.stat")));
  }

  /** How long threads of the group have waited for a next period so far, in nanoseconds. */
  double throttledNanos() {
    return read(statistics)
        .lines()
        .map(line -> line.split(" "))
        .mapToDouble(
            words ->
                switch (words[0]) {
                  case "throttled_usec" -> Double.parseDouble(words[1]) * 1_000;
                  case "throttled_time" -> Double.parseDouble(words[1]);
                  default -> 0;
                })
        .sum();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
