package dev.goro.runtime.jdk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.NullUnmarked;

/**
 * What the OS knows of this process's threads, which Java does not tell: whether one sleeps in the
 * kernel, and how long it has had a CPU. On Linux it is in {@code /proc}; elsewhere nothing is
 * known.
 *
 * <p>The files are read by the JDK's bare system calls. Its streams and channels take a lock, that
 * of the list of what is to be cleaned up. A goroutine that has the lock, or is next to get it, may
 * wait for a P, which nobody but sysmon could give it: so sysmon, and an M that holds a P, must
 * never wait for a lock that a goroutine may hold.
 *
 * <p>{@link #sleeps} and {@link #cpuNanos} are for one thread, sysmon; the rest is for anybody.
 */
@NullUnmarked // the handles are null where the JDK has none, and then not used
public final class OsThreads {
  private static final int SIZE = 64;

  private static final MethodHandle OPEN;
  private static final MethodHandle READ;
  private static final MethodHandle CLOSE;
  private static final MethodHandle READ_LINK;

  private static final MemorySegment SELF = Arena.global().allocateFrom("/proc/thread-self");
  private static final MemorySegment PATH = Arena.global().allocate(SIZE);
  private static final MemorySegment CONTENT = Arena.global().allocate(SIZE);

  static {
    MethodHandle open = null;
    MethodHandle read = null;
    MethodHandle close = null;
    MethodHandle readLink = null;
    try {
      SocketPollers.openPackage("sun.nio.fs");
      Class<?> type = Class.forName("sun.nio.fs.UnixNativeDispatcher");
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      open =
          lookup.findStatic(
              type, "open0", MethodType.methodType(int.class, long.class, int.class, int.class));
      read =
          lookup.findStatic(
              type, "read0", MethodType.methodType(int.class, int.class, long.class, int.class));
      close = lookup.findStatic(type, "close0", MethodType.methodType(void.class, int.class));
      readLink =
          lookup.findStatic(type, "readlink0", MethodType.methodType(byte[].class, long.class));
    } catch (Throwable other) {
      readLink = null; // another OS, or a JDK that has moved it: nothing is known
    }
    OPEN = open;
    READ = read;
    CLOSE = close;
    READ_LINK = readLink;
  }

  private OsThreads() {}

  /** The OS's number of the calling OS thread; 0 where it is not known. */
  public static int currentId() {
    if (READ_LINK == null) {
      return 0;
    }
    try {
      byte[] target = (byte[]) READ_LINK.invokeExact(SELF.address());
      String link = new String(target, StandardCharsets.ISO_8859_1); // 17/task/21
      return Integer.parseInt(link.substring(link.lastIndexOf('/') + 1));
    } catch (Throwable e) {
      return 0; // no /proc here, or one of other processes
    }
  }

  /** Whether a thread sleeps in the kernel at this moment; false if that is not known. */
  public static boolean sleeps(int id) {
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
    String stat = read(id, "schedstat"); // "1234567 890 12"
    int end = stat.indexOf(' ');
    return end <= 0 ? -1 : Long.parseLong(stat, 0, end, 10);
  }

  private static String read(int id, String file) {
    if (id == 0) {
      return "";
    }
    try {
      PATH.setString(0, "/proc/self/task/" + id + "/" + file);
      int descriptor = (int) OPEN.invokeExact(PATH.address(), 0, 0);
      try {
        int n = (int) READ.invokeExact(descriptor, CONTENT.address(), SIZE);
        byte[] bytes = CONTENT.asSlice(0, Math.max(n, 0)).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.ISO_8859_1);
      } finally {
        CLOSE.invokeExact(descriptor);
      }
    } catch (Throwable e) {
      return ""; // it has ended
    }
  }
}
