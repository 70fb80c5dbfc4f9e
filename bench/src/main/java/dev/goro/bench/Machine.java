package dev.goro.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Where and with what a benchmark ran.
 *
 * @param date the day, in UTC
 * @param cpu the processor's name
 * @param cpus how many processors the program may use
 * @param memory the machine's memory in bytes
 * @param os the system and its version
 * @param load the load average before the first process: more than 0 says that the machine had
 *     other work too
 * @param jdk the JDK's version
 * @param go Go's version; absent if there is no Go
 * @param gc the JVMs' collector
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Machine(
    String date,
    String cpu,
    int cpus,
    long memory,
    String os,
    double load,
    String jdk,
    String go,
    String gc) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /**
   * This machine.
   *
   * @param go Go's version, or null
   * @param gc the JVMs' collector
   */
  static Machine here(String go, String gc) {
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return new Machine(
        LocalDate.now(ZoneOffset.UTC).toString(),
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        system.getSystemLoadAverage(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        go,
        gc);
  }

  /** The machine in words. */
  String sentence() {
    return "%s; %d %s of %s, %d GiB of memory, %s; %s with the %s collector; %s; load average %s before the first process."
        .formatted(
            date,
            cpus,
            cpus == 1 ? "CPU" : "CPUs",
            cpu,
            Math.round(memory / (double) (1 << 30)),
            os,
            jdk,
            gc,
            go == null ? "no Go" : go,
            String.format(Locale.ROOT, "%.1f", load));
  }

  private static String cpuName() {
    String architecture = System.getProperty("os.arch");
    if (!Files.isReadable(CPU_INFO)) {
      return architecture;
    }
    try (var lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(architecture);
    } catch (IOException e) {
      throw new BenchException("cannot read " + CPU_INFO + ": " + e.getMessage(), e);
    }
  }
}
