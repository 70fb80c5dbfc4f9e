package dev.goro.runtime.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.NullUnmarked;

/**
 * Whether an OS thread holds monitors that would go astray if a continuation were run on top of
 * what runs on it.
 *
 * <p>The JVM keeps the monitors that a thread has entered without contention in a short list of the
 * OS thread, its lock stack. When a continuation leaves the thread, the whole list goes with it:
 * also what was entered by frames below the continuation, which believe on that they hold it. So
 * one may be run on top of other frames only while the list is empty.
 *
 * <p>Nothing in Java tells that. The JVM describes its own structures to debuggers, by names, in a
 * table that it exports ({@code gHotSpotVMStructs}); from that comes the place of the list's
 * length. It is tried before it is used: it has to grow by one in a {@code synchronized} block.
 * Where the table cannot be found, or the trial fails (another platform, {@code -XX:LockingMode}),
 * {@link #KNOWN} is false. So it is under a debugger, too.
 */
@NullUnmarked // the handles are null where KNOWN is false, and then not used
public final class HeldMonitors {
  private static final int REFERENCE = 8;
  private static final int CAPACITY = 8;

  /** Whether {@link #none} can tell. */
  public static final boolean KNOWN;

  private static final MethodHandle JVM_THREAD;
  private static final MethodHandle GET_INT;
  private static final long TOP;
  private static final int EMPTY;

  static {
    MethodHandle jvmThread = null;
    MethodHandle getInt = null;
    long top = 0;
    int empty = 0;
    boolean found = false;
    try {
      if (Lifetime.KNOWN) {
        MethodHandles.Lookup thread =
            MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
        jvmThread = thread.findGetter(Thread.class, "eetop", long.class);
        VirtualThreads.openPackage("jdk.internal.misc");
        Class<?> unsafeType = Class.forName("jdk.internal.misc.Unsafe");
        Object unsafe =
            MethodHandles.lookup()
                .findStatic(unsafeType, "getUnsafe", MethodType.methodType(unsafeType))
                .invoke();
        getInt =
            MethodHandles.lookup()
                .findVirtual(unsafeType, "getInt", MethodType.methodType(int.class, long.class))
                .bindTo(unsafe);
        JvmStructs structs = new JvmStructs(unsafeType, unsafe);
        long list = structs.offset("JavaThread", "_lock_stack");
        top = list + structs.offset("LockStack", "_top");
        empty = Math.toIntExact(list + structs.offset("LockStack", "_base[0]"));
        Thread carrier =
            (Thread)
                thread
                    .findStatic(
                        Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class))
                    .invokeExact();
        found =
            growsByOne(getInt, (long) jvmThread.invokeExact(carrier) + top, empty) && !isDebugged();
      }
    } catch (Throwable moved) {
      // Then nothing is known.
    }
    KNOWN = found && !Boolean.getBoolean("goro.handOver");
    JVM_THREAD = jvmThread;
    GET_INT = getInt;
    TOP = top;
    EMPTY = empty;
  }

  private HeldMonitors() {}

  /**
   * Whether the JVM has the agent for debuggers, which comes with the command line only. It keeps
   * account of the virtual threads that it has suspended, and goes wrong with one that is below
   * another one on an OS thread: once it has stopped there it lets that one not go on.
   */
  private static boolean isDebugged() throws Throwable {
    String[] arguments =
        (String[])
            MethodHandles.lookup()
                .findStatic(
                    Class.forName("jdk.internal.misc.VM"),
                    "getRuntimeArguments",
                    MethodType.methodType(String[].class))
                .invokeExact();
    for (String argument : arguments) {
      if (argument.startsWith("-agentlib:jdwp")
          || argument.startsWith("-Xrunjdwp")
          || argument.startsWith("-agentpath:") && argument.contains("jdwp")) {
        return true;
      }
    }
    return false;
  }

  private static boolean growsByOne(MethodHandle getInt, long address, int empty) throws Throwable {
    int before = (int) getInt.invokeExact(address);
    int within;
    synchronized (new Object()) {
      within = (int) getInt.invokeExact(address);
    }
    int after = (int) getInt.invokeExact(address);
    int held = before - empty;
    return held >= 0
        && held % REFERENCE == 0
        && held < CAPACITY * REFERENCE
        && within - before == REFERENCE
        && after == before;
  }

  /**
   * On the given platform thread, or on a virtual thread that it carries: whether no frame on the
   * OS thread's stack has entered a monitor in the way that is kept with the OS thread.
   */
  public static boolean none(Thread carrier) {
    try {
      return (int) GET_INT.invokeExact((long) JVM_THREAD.invokeExact(carrier) + TOP) == EMPTY;
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /** The JVM's table of its own structures. */
  private static final class JvmStructs {
    private static final String ENTRY = "gHotSpotVMStructEntry";

    private final MethodHandle getLong;
    private final MethodHandle getByte;
    private final MethodHandle symbol;

    JvmStructs(Class<?> unsafeType, Object unsafe) throws Throwable {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      getLong =
          lookup
              .findVirtual(unsafeType, "getLong", MethodType.methodType(long.class, long.class))
              .bindTo(unsafe);
      getByte =
          lookup
              .findVirtual(unsafeType, "getByte", MethodType.methodType(byte.class, long.class))
              .bindTo(unsafe);
      VirtualThreads.openPackage("jdk.internal.loader");
      Class<?> library = Class.forName("jdk.internal.loader.NativeLibrary");
      symbol =
          MethodHandles.privateLookupIn(library, lookup)
              .findStatic(
                  library,
                  "findEntry0",
                  MethodType.methodType(long.class, long.class, String.class));
    }

    /** The offset of a field that is not static. */
    long offset(String type, String field) throws Throwable {
      long typeName = number(ENTRY + "TypeNameOffset");
      long fieldName = number(ENTRY + "FieldNameOffset");
      long offset = number(ENTRY + "OffsetOffset");
      long stride = number(ENTRY + "ArrayStride");
      for (long entry = number("gHotSpotVMStructs"); ; entry += stride) {
        long name = (long) getLong.invokeExact(entry + typeName);
        if (name == 0) {
          throw new NoSuchFieldException(type + "." + field);
        }
        if (equals(name, type) && equals((long) getLong.invokeExact(entry + fieldName), field)) {
          return (long) getLong.invokeExact(entry + offset);
        }
      }
    }

    /** The value of a variable that the JVM exports. */
    private long number(String name) throws Throwable {
      long address = (long) symbol.invokeExact(0L, name); // 0: among all that is loaded
      if (address == 0) {
        throw new NoSuchFieldException(name);
      }
      return (long) getLong.invokeExact(address);
    }

    private boolean equals(long address, String text) throws Throwable {
      for (int i = 0; i <= text.length(); i++) {
        char expected = i == text.length() ? 0 : text.charAt(i);
        if ((byte) getByte.invokeExact(address + i) != (byte) expected) {
          return false;
        }
      }
      return true;
    }
  }
}
