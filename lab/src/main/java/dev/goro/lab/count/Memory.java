package dev.goro.lab.count;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory that programs could have now. */
final class Memory {
  private static final Path INFO = Path.of("/proc/meminfo");

  private Memory() {}

  /** Bytes: on Linux what the kernel calls available, elsewhere what is free. */
  static long available() {
    long free =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getFreeMemorySize();
    if (!Files.isReadable(INFO)) {
      return free;
    }
    try (var lines = Files.lines(INFO)) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(free);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
