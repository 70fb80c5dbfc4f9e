package dev.goro.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The CPUs that this process may use, as Linux tells them, and what keeps another to some. */
public final class Cpus {
  private static final Path SYSTEM = Path.of("/sys/devices/system/cpu");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  private Cpus() {}

  /**
   * Two ways to have two CPUs.
   *
   * @param siblings two of one core
   * @param strangers one of that core and one of another
   */
  public record Pairs(List<Integer> siblings, List<Integer> strangers) {}

  /**
   * Their numbers.
   *
   * @return the numbers; none where the system does not tell
   */
  public static List<Integer> allowed() {
    if (!Files.isReadable(STATUS)) {
      return List.of();
    }
    return lines(STATUS).stream()
        .filter(line -> line.startsWith(ALLOWED))
        .findFirst()
        .map(line -> list(line.substring(ALLOWED.length())))
        .orElse(List.of());
  }

  /**
   * Two that share a core, and two that do not.
   *
   * @param allowed those among which to look
   * @return two of each, if there are such
   */
  public static Optional<Pairs> pairs(List<Integer> allowed) {
    for (int cpu : allowed) {
      var siblings = siblings(cpu).stream().filter(allowed::contains).toList();
      var stranger = allowed.stream().filter(other -> !siblings.contains(other)).findFirst();
      if (siblings.size() > 1 && stranger.isPresent()) {
        return Optional.of(new Pairs(siblings.subList(0, 2), List.of(cpu, stranger.get())));
      }
    }
    return Optional.empty();
  }

  /** Those that share a core with a CPU, itself among them. */
  private static List<Integer> siblings(int cpu) {
    Path file = SYSTEM.resolve("cpu" + cpu + "/topology/thread_siblings_list");
    return Files.isReadable(file) ? list(lines(file).getFirst()) : List.of(cpu);
  }

  /**
   * The command that keeps the one after it to some CPUs.
   *
   * @param cpus their numbers
   * @return the words to put before it; empty where there is no taskset, or no CPU is known
   */
  public static Optional<List<String>> keptTo(List<Integer> cpus) {
    String numbers = cpus.stream().map(String::valueOf).collect(Collectors.joining(","));
    return Installed.find("taskset")
        .filter(_ -> !cpus.isEmpty())
        .map(taskset -> List.of(taskset.toString(), "-c", numbers));
  }

  /**
   * A list of numbers as Linux writes it.
   *
   * @param text such as {@code 0-3,8}
   * @return each number
   */
  public static List<Integer> list(String text) {
    var numbers = new ArrayList<Integer>();
    for (String range : text.strip().split(",")) {
      String[] ends = range.split("-");
      int first = Integer.parseInt(ends[0]);
      int last = ends.length > 1 ? Integer.parseInt(ends[1]) : first;
      IntStream.rangeClosed(first, last).forEach(numbers::add);
    }
    return numbers;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
