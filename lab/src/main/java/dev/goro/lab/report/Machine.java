package dev.goro.lab.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Where and with what the lab ran.
 *
 * @param date the day, in UTC
 * @param cpu the processor's name
 * @param cpus how many processors a program may use
 * @param memory the memory that a program may use, in bytes
 * @param os the system and its version
 * @param jdk the JDK's version
 * @param load the load average before the first process: more than 0 says that the machine had
 *     other work too
 */
public record Machine(
    String date, String cpu, int cpus, long memory, String os, String jdk, double load) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /**
   * This machine.
   *
   * @return the machine, as the JVM and the system tell it
   */
  public static Machine here() {
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return new Machine(
        LocalDate.now(ZoneOffset.UTC).toString(),
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        system.getSystemLoadAverage());
  }

  /**
   * The machine in words.
   *
   * @return one sentence
   */
  public String sentence() {
    return "%s; %d %s of %s, %s of memory, %s; %s; load average %s before the first process."
        .formatted(
            date,
            cpus,
            cpus == 1 ? "CPU" : "CPUs",
            cpu,
            Unit.BYTES.show(memory),
            os,
            jdk,
            load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load));
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
      throw new UncheckedIOException(e);
    }
  }
}
