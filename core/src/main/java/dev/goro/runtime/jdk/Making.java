package dev.goro.runtime.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle.AccessMode;
import java.util.concurrent.Executor;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The making of a virtual thread without its constructor, with the same result.
 *
 * <p>The constructor counts the thread's number up, which all CPUs do at one place of memory; it
 * stores the name and the class loader with a full fence each; and it makes two objects that Goro
 * then replaces. Here the numbers come by the batch ({@link #takeIds}), the stores are plain, and
 * the goroutine stands in for the two objects from the beginning: it is what the scheduler is
 * called with, and the lock of its interrupts. So nobody else may synchronize on it, and {@link
 * VirtualThreads#runContinuation} takes the thread.
 *
 * <p>Invariant: each field that the constructors of JDK 25 set is set here, in a thread that nobody
 * has seen. The final fields of the goroutine, one of which holds the thread, publish it.
 */
@NullUnmarked // the handles are null where AVAILABLE is false, and then not used
final class Making {
  /** Whether the JDK is the one that this is written after. */
  static final boolean AVAILABLE;

  private static final int WRITTEN_FOR = 25;

  private static final Object NO_BINDINGS;
  private static final MethodHandle ALLOCATE;
  private static final MethodHandle CONTINUATION;
  private static final MethodHandle TAKE_IDS;
  private static final MethodHandle INHERITABLE;
  private static final MethodHandle SET_ID;
  private static final MethodHandle SET_NAME;
  private static final MethodHandle SET_LOADER;
  private static final MethodHandle SET_BINDINGS;
  private static final MethodHandle SET_LOCK;
  private static final MethodHandle SET_SCHEDULER;
  private static final MethodHandle SET_CONTINUATION;
  private static final MethodHandle SET_RUN_CONTINUATION;

  static {
    Object noBindings = null;
    MethodHandle allocate = null;
    MethodHandle continuation = null;
    MethodHandle takeIds = null;
    MethodHandle inheritable = null;
    MethodHandle setId = null;
    MethodHandle setName = null;
    MethodHandle setLoader = null;
    MethodHandle setBindings = null;
    MethodHandle setLock = null;
    MethodHandle setScheduler = null;
    MethodHandle setContinuation = null;
    MethodHandle setRunContinuation = null;
    boolean available = false;
    try {
      if (Runtime.version().feature() == WRITTEN_FOR) {
        VirtualThreads.openPackage("jdk.internal.misc");
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandles.Lookup thread = MethodHandles.privateLookupIn(Thread.class, lookup);
        Class<?> virtual = Class.forName("java.lang.VirtualThread");
        MethodHandles.Lookup vthread = MethodHandles.privateLookupIn(virtual, lookup);
        Class<?> continued = Class.forName("java.lang.VirtualThread$VThreadContinuation");
        Class<?> unsafeType = Class.forName("jdk.internal.misc.Unsafe");
        Object unsafe =
            lookup.findStatic(unsafeType, "getUnsafe", MethodType.methodType(unsafeType)).invoke();
        allocate =
            MethodHandles.insertArguments(
                    lookup.findVirtual(
                        unsafeType,
                        "allocateInstance",
                        MethodType.methodType(Object.class, Class.class)),
                    0,
                    unsafe,
                    virtual)
                .asType(MethodType.methodType(Thread.class));
        continuation =
            MethodHandles.privateLookupIn(continued, lookup)
                .findConstructor(
                    continued, MethodType.methodType(void.class, virtual, Runnable.class))
                .asType(MethodType.methodType(Object.class, Thread.class, Runnable.class));
        long nextId =
            (long)
                thread
                    .findStatic(
                        Thread.class, "getNextThreadIdOffset", MethodType.methodType(long.class))
                    .invokeExact();
        takeIds =
            MethodHandles.insertArguments(
                lookup.findVirtual(
                    unsafeType,
                    "getAndAddLong",
                    MethodType.methodType(long.class, Object.class, long.class, long.class)),
                0,
                unsafe,
                null,
                nextId);
        noBindings =
            thread
                .findStaticGetter(Thread.class, "NEW_THREAD_BINDINGS", Object.class)
                .invokeExact();
        inheritable =
            thread
                .findGetter(
                    Thread.class,
                    "inheritableThreadLocals",
                    Class.forName("java.lang.ThreadLocal$ThreadLocalMap"))
                .asType(MethodType.methodType(Object.class, Thread.class));
        setId = VirtualThreads.finalSetter(thread, Thread.class, "tid");
        setName =
            thread.findVarHandle(Thread.class, "name", String.class).toMethodHandle(AccessMode.SET);
        setLoader =
            thread
                .findVarHandle(Thread.class, "contextClassLoader", ClassLoader.class)
                .toMethodHandle(AccessMode.SET);
        setBindings = thread.findSetter(Thread.class, "scopedValueBindings", Object.class);
        setLock = VirtualThreads.finalSetter(thread, Thread.class, "interruptLock");
        setScheduler =
            VirtualThreads.finalSetter(vthread, virtual, "scheduler")
                .asType(MethodType.methodType(void.class, Thread.class, Executor.class));
        setContinuation =
            VirtualThreads.finalSetter(vthread, virtual, "cont")
                .asType(MethodType.methodType(void.class, Thread.class, Object.class));
        setRunContinuation =
            VirtualThreads.finalSetter(vthread, virtual, "runContinuation")
                .asType(MethodType.methodType(void.class, Thread.class, Runnable.class));
        available = true;
      }
    } catch (Throwable moved) {
      // The constructor serves, only slower.
    }
    AVAILABLE = available;
    NO_BINDINGS = noBindings;
    ALLOCATE = allocate;
    CONTINUATION = continuation;
    TAKE_IDS = takeIds;
    INHERITABLE = inheritable;
    SET_ID = setId;
    SET_NAME = setName;
    SET_LOADER = setLoader;
    SET_BINDINGS = setBindings;
    SET_LOCK = setLock;
    SET_SCHEDULER = setScheduler;
    SET_CONTINUATION = setContinuation;
    SET_RUN_CONTINUATION = setRunContinuation;
  }

  private Making() {}

  /**
   * Takes numbers for that many threads, which the JDK then gives to no other: the first of them.
   */
  static long takeIds(int count) {
    try {
      return (long) TAKE_IDS.invokeExact((long) count);
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /** Whether a thread made here would lack thread locals that it has to inherit. */
  static boolean inherits(Thread parent) {
    try {
      return (Object) INHERITABLE.invokeExact(parent) != null;
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /** As {@link VirtualThreads#make}, for a parent that does not {@linkplain #inherits pass on}. */
  static Thread make(
      Executor scheduler, @Nullable String name, Runnable task, long id, Thread parent) {
    try {
      Thread made = (Thread) ALLOCATE.invokeExact();
      String called = name == null ? "" : name;
      SET_ID.invokeExact(made, id);
      SET_NAME.invokeExact(made, called);
      SET_LOADER.invokeExact(made, parent.getContextClassLoader());
      SET_BINDINGS.invokeExact(made, NO_BINDINGS);
      SET_LOCK.invokeExact(made, (Object) task);
      SET_SCHEDULER.invokeExact(made, scheduler);
      SET_CONTINUATION.invokeExact(made, (Object) CONTINUATION.invokeExact(made, task));
      SET_RUN_CONTINUATION.invokeExact(made, task);
      return made;
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }
}
