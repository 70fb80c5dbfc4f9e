package dev.goro.runtime.jdk;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the OS knows of this process's threads, which Java does not tell: whether one sleeps in the
 * kernel. On Linux it is in {@code /proc}; elsewhere nothing is known.
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
    byte[] stat = new byte[64];
    try (var file = new FileInputStream("/proc/self/task/" + id + "/stat")) {
      int n = file.read(stat);
      // "21 (name) S …"; the name is that of an M, and has no parenthesis.
      for (int i = 0; i + 2 < n; i++) {
        if (stat[i] == ')') {
          return stat[i + 2] == 'S' || stat[i + 2] == 'D';
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
    return false;
  }
}
