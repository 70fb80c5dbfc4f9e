package dev.goro.runtime.sched;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** CPUs in the words of Linux: {@code 0-3,6}. */
final class CpuList {
  /** More than any machine has; a range may not fill the memory. */
  private static final int MAX_CPU = 1 << 16;

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  private CpuList() {}

  /**
   * The CPUs of a list, in its order.
   *
   * @throws NumberFormatException if it is none
   */
  static List<Integer> parse(String text) {
    List<Integer> cpus = new ArrayList<>();
    for (String range : text.strip().split(",", -1)) {
      String[] ends = range.strip().split("-", 2);
      int first = cpu(ends[0]);
      int last = ends.length == 1 ? first : cpu(ends[1]);
      if (last < first) {
        throw new NumberFormatException(range);
      }
      for (int cpu = first; cpu <= last; cpu++) {
        cpus.add(cpu);
      }
    }
    return List.copyOf(cpus);
  }

  private static int cpu(String digits) {
    int cpu = Integer.parseUnsignedInt(digits);
    if (cpu < 0 || cpu > MAX_CPU) {
      throw new NumberFormatException(digits);
    }
    return cpu;
  }

  /** The CPUs that the process may use; of its first thread, which is none of the scheduler's. */
  static List<Integer> allowed() throws IOException {
    return parse(allowedText());
  }

  /** As {@link #allowed}, as the OS writes it. */
  static String allowedText() throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(ALLOWED)) {
        return line.substring(ALLOWED.length()).strip();
      }
    }
    throw new IOException(STATUS + " has no " + ALLOWED);
  }
}
