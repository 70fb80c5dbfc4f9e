package dev.goro.lab.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What this process uses, as the JVM and the system tell it. */
public final class Usage {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Exact, where the status counts in steps. */
  private static final Path MAPS = Path.of("/proc/self/smaps_rollup");

  private static final long KIB = 1_024;

  private Usage() {}

  /**
   * The CPU time of all threads.
   *
   * @return user and system time in nanoseconds
   */
  public static long cpuNanos() {
    return CpuClock.PRECISE.isPresent()
        ? CpuClock.PRECISE.get().nanos()
        : SYSTEM.getProcessCpuTime(); // in steps of 10 ms
  }

  /**
   * The resident memory.
   *
   * @return bytes; empty where the system does not tell it in {@code /proc}
   */
  public static OptionalLong residentBytes() {
    var exact = line(MAPS, "Rss:", KIB);
    return exact.isPresent() ? exact : status("VmRSS:", KIB);
  }

  /**
   * The most resident memory that there was.
   *
   * @return bytes; empty where the system does not tell it in {@code /proc}
   */
  public static OptionalLong peakResidentBytes() {
    return status("VmHWM:", KIB);
  }

  /**
   * The address space.
   *
   * @return bytes; empty where the system does not tell it in {@code /proc}
   */
  public static OptionalLong addressSpaceBytes() {
    return status("VmSize:", KIB);
  }

  /**
   * The OS threads of this process, those of the JVM itself included.
   *
   * @return their number; empty where the system does not tell it in {@code /proc}
   */
  public static OptionalLong osThreads() {
    return status("Threads:", 1);
  }

  /**
   * What is in use on the heap after a collection.
   *
   * @return bytes
   */
  public static long liveHeapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static OptionalLong status(String key, long factor) {
    return line(STATUS, key, factor);
  }

  private static OptionalLong line(Path file, String key, long factor) {
    if (!Files.isReadable(file)) {
      return OptionalLong.empty();
    }
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * factor)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
