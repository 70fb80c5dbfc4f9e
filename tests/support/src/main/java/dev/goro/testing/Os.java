package dev.goro.testing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the operating system tells of threads, and calls that block in it, by functions of the C
 * library: for tests on Linux.
 */
public final class Os {
  private static final MethodHandle GETTID = function("gettid", FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle USLEEP =
      function("usleep", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle GET_PRIORITY =
      function("getpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SET_PRIORITY =
      function("setpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle PIPE =
      function("pipe", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle POLL =
      function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle WRITE =
      function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle READ =
      function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle KEY_CREATE =
      function("pthread_key_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle SET_SPECIFIC =
      function("pthread_setspecific", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle GET_SPECIFIC =
      function("pthread_getspecific", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));

  private static final short POLLIN = 1;

  private Os() {}

  private static MethodHandle function(String name, FunctionDescriptor type) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
  }

  private static AssertionError failed(String function, Throwable t) {
    return new AssertionError("the call of " + function + " failed", t);
  }

  /**
   * The number of the OS thread that runs the caller.
   *
   * @return the number
   */
  public static int gettid() {
    try {
      return (int) GETTID.invokeExact();
    } catch (Throwable t) {
      throw failed("gettid", t);
    }
  }

  /**
   * Whether an OS thread of this process has not ended.
   *
   * @param tid its number
   * @return whether it lives
   */
  public static boolean lives(int tid) {
    return Files.exists(Path.of("/proc/self/task/" + tid));
  }

  /**
   * Sleeps in the C library, where Goro does not know of it.
   *
   * @param micros for how long
   */
  public static void usleep(int micros) {
    try {
      int unused = (int) USLEEP.invokeExact(micros);
    } catch (Throwable t) {
      throw failed("usleep", t);
    }
  }

  /**
   * How nice the OS thread is that runs the caller: what a thread hands down to those that it
   * makes.
   *
   * @return from -20 to 19
   */
  public static int niceness() {
    try {
      return (int) GET_PRIORITY.invokeExact(0, 0);
    } catch (Throwable t) {
      throw failed("getpriority", t);
    }
  }

  /**
   * Makes the OS thread that runs the caller nicer; there is no way back.
   *
   * @param niceness how nice it is to be
   */
  public static void beNicer(int niceness) {
    try {
      if ((int) SET_PRIORITY.invokeExact(0, 0, niceness) != 0) {
        throw new AssertionError("setpriority refuses");
      }
    } catch (Throwable t) {
      throw failed("setpriority", t);
    }
  }

  /** A pipe of the OS, to block on in a native call until the test says so. */
  public static final class Pipe implements AutoCloseable {
    private final int reads;
    private final int writes;

    /** Makes one. */
    public Pipe() {
      try (var arena = Arena.ofConfined()) {
        var both = arena.allocate(JAVA_INT, 2);
        if ((int) PIPE.invokeExact(both) != 0) {
          throw new AssertionError("no pipe");
        }
        reads = both.get(JAVA_INT, 0);
        writes = both.get(JAVA_INT, JAVA_INT.byteSize());
      } catch (Throwable t) {
        throw failed("pipe", t);
      }
    }

    /** Blocks in {@code poll}, without a time limit, until something was written. */
    public void awaitByPoll() {
      try (var arena = Arena.ofConfined()) {
        var request = arena.allocate(MemoryLayout.structLayout(JAVA_INT, JAVA_SHORT, JAVA_SHORT));
        request.set(JAVA_INT, 0, reads);
        request.set(JAVA_SHORT, JAVA_INT.byteSize(), POLLIN);
        while ((int) POLL.invokeExact(request, 1L, -1) != 1) {
          // a signal
        }
      } catch (Throwable t) {
        throw failed("poll", t);
      }
    }

    /** Blocks in {@code read} until something was written, and takes one byte. */
    public void awaitByRead() {
      try (var arena = Arena.ofConfined()) {
        var buffer = arena.allocate(1);
        while ((long) READ.invokeExact(reads, buffer, 1L) != 1) {
          // a signal
        }
      } catch (Throwable t) {
        throw failed("read", t);
      }
    }

    /**
     * Writes.
     *
     * @param bytes how many
     */
    public void write(int bytes) {
      try (var arena = Arena.ofConfined()) {
        long n = (long) WRITE.invokeExact(writes, arena.allocate(bytes), (long) bytes);
        if (n != bytes) {
          throw new AssertionError("wrote " + n + " of " + bytes);
        }
      } catch (Throwable t) {
        throw failed("write", t);
      }
    }

    @Override
    public void close() {
      try {
        int first = (int) CLOSE.invokeExact(reads);
        int second = (int) CLOSE.invokeExact(writes);
        if (first != 0 || second != 0) {
          throw new AssertionError("the pipe does not close");
        }
      } catch (Throwable t) {
        throw failed("close", t);
      }
    }
  }

  /** A value that belongs to an OS thread, as the current context of a graphics library does. */
  public static final class PerThread {
    private final int key;

    /** Makes one, which is 0 on every thread. */
    public PerThread() {
      try (var arena = Arena.ofConfined()) {
        var made = arena.allocate(JAVA_INT);
        if ((int) KEY_CREATE.invokeExact(made, MemorySegment.NULL) != 0) {
          throw new AssertionError("no key");
        }
        key = made.get(JAVA_INT, 0);
      } catch (Throwable t) {
        throw failed("pthread_key_create", t);
      }
    }

    /**
     * Sets it on the OS thread that runs the caller.
     *
     * @param value the value
     */
    public void set(long value) {
      try {
        int unused = (int) SET_SPECIFIC.invokeExact(key, value);
      } catch (Throwable t) {
        throw failed("pthread_setspecific", t);
      }
    }

    /**
     * What it is on the OS thread that runs the caller.
     *
     * @return the value
     */
    public long get() {
      try {
        return (long) GET_SPECIFIC.invokeExact(key);
      } catch (Throwable t) {
        throw failed("pthread_getspecific", t);
      }
    }
  }
}
