package dev.goro.runtime.jdk;

import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * <p>Every program that has a goroutine asks for {@link #currentId}, and most ask no more: what the
 * files take, handles and memory, is made when the first is read.
 *
 * <p>{@link #sleeps} and {@link #cpuNanos} are for one thread, sysmon; the rest is for anybody.
 */
public final class OsThreads {
  private static final String SELF = "/proc/thread-self";

  private static volatile boolean ready;

  private OsThreads() {}

  /** The OS's number of the calling OS thread; 0 where it is not known. */
  public static int currentId() {
    try {
      // One call of realpath: no lock, no memory outside the heap.
      String self = new File(SELF).getCanonicalPath(); // /proc/17/task/21
      return Integer.parseInt(self.substring(self.lastIndexOf('/') + 1));
    } catch (IOException | NumberFormatException e) {
      return 0; // no /proc here, or one of other processes
    }
  }

  /**
   * Gets ready what {@link #wakePunctually} needs; a short program should not pay for it. May wait
   * for the JDK's locks.
   */
  public static void prepare() {
    ready = SmallFile.AVAILABLE;
  }

  /**
   * For a thread that calls for itself: has it woken when a timed wait of its is over. Else Linux
   * wakes a thread up to 50 µs late, so as to wake others with it.
   *
   * @param id its number
   * @return false if it may be tried again later
   */
  public static boolean wakePunctually(int id) {
    return ready && (id == 0 || SmallFile.write("/proc/" + id + "/timerslack_ns", '1'));
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
    return id == 0 ? "" : SmallFile.read("/proc/self/task/" + id + "/" + file);
  }

  /** A file of some bytes, read by system calls into memory of its own. */
  @NullUnmarked // the handles are null where the JDK has none, and then not used
  private static final class SmallFile {
    private static final int SIZE = 64;
    private static final int READ_ONLY = 0;
    private static final int WRITE_ONLY = 1;
    private static final MethodHandle OPEN;
    private static final MethodHandle READ;
    private static final MethodHandle WRITE;
    private static final MethodHandle CLOSE;
    private static final MethodHandle PUT_BYTE;
    private static final MethodHandle GET_BYTE;

    /** Room for a path, and behind it for what is read; 0 where the JDK lets nobody read. */
    private static final long MEMORY;

    /** Whether the JDK lets Goro at its system calls. */
    static final boolean AVAILABLE;

    /** Room for a path, and behind it for what is written; whoever writes has it. */
    private static final long OUT;

    private static final AtomicBoolean OUT_TAKEN = new AtomicBoolean();

    static {
      MethodHandle open = null;
      MethodHandle read = null;
      MethodHandle write = null;
      MethodHandle close = null;
      MethodHandle putByte = null;
      MethodHandle getByte = null;
      long memory = 0;
      try {
        VirtualThreads.openPackage("sun.nio.fs");
        VirtualThreads.openPackage("jdk.internal.misc");
        Class<?> calls = Class.forName("sun.nio.fs.UnixNativeDispatcher");
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(calls, MethodHandles.lookup());
        open =
            lookup.findStatic(
                calls, "open0", MethodType.methodType(int.class, long.class, int.class, int.class));
        read =
            lookup.findStatic(
                calls, "read0", MethodType.methodType(int.class, int.class, long.class, int.class));
        write =
            lookup.findStatic(
                calls,
                "write0",
                MethodType.methodType(int.class, int.class, long.class, int.class));
        close = lookup.findStatic(calls, "close0", MethodType.methodType(void.class, int.class));
        Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
        MethodHandles.Lookup unsafe = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        Object instance =
            unsafe.findStatic(type, "getUnsafe", MethodType.methodType(type)).invoke();
        putByte =
            unsafe
                .findVirtual(
                    type, "putByte", MethodType.methodType(void.class, long.class, byte.class))
                .bindTo(instance);
        getByte =
            unsafe
                .findVirtual(type, "getByte", MethodType.methodType(byte.class, long.class))
                .bindTo(instance);
        memory =
            (long)
                unsafe
                    .findVirtual(
                        type, "allocateMemory", MethodType.methodType(long.class, long.class))
                    .bindTo(instance)
                    .invokeExact(4L * SIZE);
      } catch (Throwable other) {
        // Another OS, or a JDK that has moved it: nothing is known.
      }
      OPEN = open;
      READ = read;
      WRITE = write;
      CLOSE = close;
      PUT_BYTE = putByte;
      GET_BYTE = getByte;
      MEMORY = memory;
      OUT = memory + 2 * SIZE;
      AVAILABLE = memory != 0;
    }

    private static int open(long memory, String path, int mode) throws Throwable {
      for (int i = 0; i < path.length(); i++) {
        PUT_BYTE.invokeExact(memory + i, (byte) path.charAt(i));
      }
      PUT_BYTE.invokeExact(memory + path.length(), (byte) 0);
      return (int) OPEN.invokeExact(memory, mode, 0);
    }

    /**
     * Where {@link #AVAILABLE}: writes a character to a file, if it can be written; false if
     * another thread writes.
     */
    static boolean write(String path, char content) {
      if (path.length() >= SIZE) {
        return true;
      }
      if (!OUT_TAKEN.compareAndSet(false, true)) {
        return false;
      }
      try {
        int descriptor = open(OUT, path, WRITE_ONLY);
        try {
          PUT_BYTE.invokeExact(OUT + SIZE, (byte) content);
          int _ = (int) WRITE.invokeExact(descriptor, OUT + SIZE, 1);
        } finally {
          CLOSE.invokeExact(descriptor);
        }
      } catch (Throwable e) {
        // An older kernel, or one that does not let it: nothing is written.
      } finally {
        OUT_TAKEN.set(false);
      }
      return true;
    }

    /** The file's first bytes; empty if it cannot be read. */
    static String read(String path) {
      if (!AVAILABLE || path.length() >= SIZE) {
        return "";
      }
      try {
        int descriptor = open(MEMORY, path, READ_ONLY);
        try {
          int n = (int) READ.invokeExact(descriptor, MEMORY + SIZE, SIZE);
          byte[] content = new byte[Math.max(n, 0)];
          for (int i = 0; i < content.length; i++) {
            content[i] = (byte) GET_BYTE.invokeExact(MEMORY + SIZE + i);
          }
          return new String(content, StandardCharsets.ISO_8859_1);
        } finally {
          CLOSE.invokeExact(descriptor);
        }
      } catch (Throwable e) {
        return ""; // the thread has ended
      }
    }
  }
}
