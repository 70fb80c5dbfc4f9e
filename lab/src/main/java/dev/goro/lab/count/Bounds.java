package dev.goro.lab.count;

import dev.goro.lab.report.Cell;
import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Table;
import dev.goro.lab.report.Unit;
import dev.goro.lab.report.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What bounds the number of OS threads on this machine, and so what the lab may do without harm to
 * it: of what each bound leaves the lab takes a part.
 *
 * @param all the bounds that the system tells
 * @param memory the bytes of memory that are free for programs; those of the cgroup if it has fewer
 */
public record Bounds(List<Bound> all, long memory) {
  /** More threads would tell nothing new. */
  private static final int ENOUGH = 10_000;

  /** Where the system tells no bound, as many as any system takes. */
  private static final int HARMLESS = 1_000;

  /** What a thread is taken to need of memory, with what the kernel keeps. */
  private static final long MEMORY_OF_ONE = 160 << 10;

  /** A JVM's thread has a mapping for its stack and one or two for the guards. */
  private static final int MAPPINGS_OF_ONE = 3;

  private static final String MAX = "max";

  /**
   * A bound.
   *
   * @param name where it comes from
   * @param limit how many there may be, in its own unit
   * @param used how many there are
   * @param safe how many threads the lab makes at most because of it
   */
  public record Bound(String name, long limit, long used, long safe) {}

  /**
   * The bounds of this machine, now.
   *
   * @return all that the system tells
   */
  public static Bounds here() {
    var all = new ArrayList<Bound>();
    long threads = threadsOfAll();
    number(Path.of("/proc/sys/kernel/threads-max"))
        .ifPresent(n -> all.add(half("kernel.threads-max", n, threads)));
    number(Path.of("/proc/sys/kernel/pid_max"))
        .ifPresent(n -> all.add(half("kernel.pid_max", n, threads)));
    maxProcesses().ifPresent(n -> all.add(half("ulimit -u", n, threads)));
    number(Path.of("/proc/sys/vm/max_map_count"))
        .ifPresent(
            n ->
                all.add(
                    new Bound("vm.max_map_count (of one process)", n, 0, n / 2 / MAPPINGS_OF_ONE)));
    long memory = Memory.available();
    for (Path group : Cgroup.folders()) {
      number(group.resolve("pids.max"))
          .ifPresent(
              n ->
                  all.add(
                      half(
                          "cgroup pids.max of " + group,
                          n,
                          number(group.resolve("pids.current")).orElse(threads))));
      OptionalLong left = Cgroup.memoryLeft(group);
      memory = Math.min(memory, left.orElse(memory));
    }
    all.add(
        new Bound(
            "memory, a quarter, at %s each".formatted(Unit.BYTES.show(MEMORY_OF_ONE)),
            memory / MEMORY_OF_ONE,
            0,
            memory / MEMORY_OF_ONE / 4));
    return new Bounds(List.copyOf(all), memory);
  }

  private static Bound half(String name, long limit, long used) {
    return new Bound(name, limit, used, Math.max(0, (limit - used) / 2));
  }

  /**
   * How many threads the lab makes at most.
   *
   * @return a number that does no harm
   */
  public int safeThreads() {
    long least = all.stream().mapToLong(Bound::safe).min().orElse(HARMLESS);
    boolean linux = all.size() > 1;
    return (int) Math.min(least, linux ? ENOUGH : HARMLESS);
  }

  /** What gives {@link #safeThreads}. */
  String reason() {
    var least = all.stream().min(Comparator.comparingLong(Bound::safe)).orElseThrow();
    return safeThreads() < least.safe()
        ? "more would tell nothing new"
        : "half of what " + least.name() + " leaves";
  }

  Table table() {
    return new Table(
        "What bounds the number of OS threads here",
        List.of("", "limit", "in use", "the lab makes at most"),
        all.stream()
            .map(
                b ->
                    List.<Cell>of(
                        new Words(b.name),
                        Figure.once(b.limit, Unit.COUNT, "as the system tells it"),
                        Figure.once(b.used, Unit.COUNT, "as the system tells it"),
                        Figure.once(b.safe, Unit.COUNT, "a part of what is left")))
            .toList());
  }

  // --- What the system tells

  /** A number in a file; empty if there is none, or no limit. */
  static OptionalLong number(Path file) {
    if (!Files.isReadable(file)) {
      return OptionalLong.empty();
    }
    // By a buffer: /proc/sys gives a number to the first read alone, which must take all of it.
    try (var reader = Files.newBufferedReader(file)) {
      String text = Objects.requireNonNullElse(reader.readLine(), MAX).strip();
      return text.equals(MAX) || !text.matches("\\d{1,18}")
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(text));
    } catch (IOException e) {
      return OptionalLong.empty(); // a cgroup's file may go away, or refuse to be read
    }
  }

  /** The threads of all processes: the fourth field of loadavg is running/all. */
  private static long threadsOfAll() {
    Path file = Path.of("/proc/loadavg");
    if (!Files.isReadable(file)) {
      return 0;
    }
    try (var reader = Files.newBufferedReader(file)) {
      String line = Objects.requireNonNull(reader.readLine(), "an empty " + file);
      return Long.parseLong(line.split(" ")[3].split("/")[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OptionalLong maxProcesses() {
    Path file = Path.of("/proc/self/limits");
    if (!Files.isReadable(file)) {
      return OptionalLong.empty();
    }
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("Max processes"))
          .map(line -> line.substring("Max processes".length()).strip().split("\\s+")[0])
          .filter(soft -> soft.matches("\\d+"))
          .mapToLong(Long::parseLong)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
