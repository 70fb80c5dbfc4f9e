package dev.goro.runtime.jdk;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the OS knows of this process's threads, which Java does not tell: whether one sleeps in the
 * kernel, and how long it has had a CPU. On Linux it is in {@code /proc}; elsewhere nothing is
 * known.
 */
public final class OsThreads {
  private OsThreads() {}

  /** The OS's number of the calling OS thread; 0 where it is not known. */
  public static int currentId() {
    try {
      String link = Files.readSymbolicLink(Path.of("/proc/thread-self")).toString(); // 17/task/21
      return Integer.parseInt(link.substring(link.lastIndexOf('/') + 1));
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  /** Whether a thread sleeps in the kernel at this moment; false if that is not known. */
  public static boolean sleeps(int id) {
    if (id == 0) {
      return false;
    }
    String stat = read(id, "stat"); // "21 (name) S …"; the name of an M has no parenthesis
    int name = stat.indexOf(')');
    return name > 0
        && name + 2 < stat.length()
        && (stat.charAt(name + 2) == 'S' || stat.charAt(name + 2) == 'D');
  }

  /**
   * For how many nanoseconds a thread has had a CPU, as of the last tick of the kernel's clock; -1
   * if that is not known.
   */
  public static long cpuNanos(int id) {
    String stat = id == 0 ? "" : read(id, "schedstat"); // "1234567 890 12"
    int end = stat.indexOf(' ');
    return end <= 0 ? -1 : Long.parseLong(stat, 0, end, 10);
  }

  private static String read(int id, String file) {
    byte[] bytes = new byte[64];
    try (var in = new FileInputStream("/proc/self/task/" + id + "/" + file)) {
      int n = in.read(bytes);
      return new String(bytes, 0, Math.max(n, 0), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
