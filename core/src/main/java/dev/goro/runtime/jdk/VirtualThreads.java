package dev.goro.runtime.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * What Goro asks of the JDK's virtual threads beyond their API. The switch to one, its making, its
 * start and end, and the monitors that a thread holds are in {@link Switch}, {@link Making}, {@link
 * Lifetime} and {@link HeldMonitors}; together with the sockets' classes in this package they are
 * every reach into the JDK's internals.
 *
 * <p>All of it needs {@code --add-opens java.base/java.lang=ALL-UNNAMED} (or {@code =dev.goro.core}
 * on the module path). Where the package is closed, or a newer JDK has moved something, {@link
 * #AVAILABLE} is {@code false}, {@link #whyNot} says why, and nothing else here may be called: Goro
 * then runs on the JDK's own scheduler.
 *
 * <p>The handles are {@code static final} and used with {@code invokeExact}, so that the JIT
 * compiler sees through them.
 */
@NullUnmarked // the handles are null where AVAILABLE is false, and then not used
public final class VirtualThreads {
  /** {@code VirtualThread.state} of a thread that has ended. */
  private static final int TERMINATED = 99;

  private static final int PARKED = 4;
  private static final int TIMED_PARKED = 7;
  private static final int BLOCKED = 13;
  private static final int WAIT = 16;
  private static final int TIMED_WAIT = 18;

  /** How often to ask for a stack of a thread that is about to come on or off its carrier. */
  private static final int STACK_TRIES = 100;

  private static final String CLOSED = "the package java.lang is closed to it";

  /** Whether the JDK's internals are open and are as JDK 25 has them. */
  public static final boolean AVAILABLE;

  private static final String WHY_NOT;
  private static final MethodHandle NEW;
  private static final MethodHandle STATE;
  private static final MethodHandle INTERRUPTED;
  private static final MethodHandle GET_BLOCKER;
  private static final MethodHandle SET_BLOCKER;
  private static final MethodHandle SCHEDULER;
  private static final MethodHandle SET_SCHEDULER;
  private static final MethodHandle OS_YIELD;
  private static final MethodHandle OS_SLEEP;
  private static final MethodHandle SET_CONTINUATION;
  private static final MethodHandle RUN_CONTINUATION;
  private static final MethodHandle SET_LOCK;
  private static final MethodHandle OWNER;
  private static final MethodHandle ON_WAITING_LIST;
  private static final MethodHandle STACK_MOUNTED;
  private static final MethodHandle STACK_UNMOUNTED;
  private static final ForkJoinPool JDK_SCHEDULER;

  static {
    MethodHandle make = null;
    MethodHandle state = null;
    MethodHandle interrupted = null;
    MethodHandle getBlocker = null;
    MethodHandle setBlocker = null;
    MethodHandle scheduler = null;
    MethodHandle setScheduler = null;
    MethodHandle osYield = null;
    MethodHandle osSleep = null;
    MethodHandle setContinuation = null;
    MethodHandle runContinuation = null;
    MethodHandle setLock = null;
    MethodHandle owner = null;
    MethodHandle onWaitingList = null;
    MethodHandle stackMounted = null;
    MethodHandle stackUnmounted = null;
    ForkJoinPool jdkScheduler = null;
    String whyNot = null;
    try {
      MethodHandles.Lookup thread =
          MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
      Class<?> virtual = Class.forName("java.lang.VirtualThread");
      MethodHandles.Lookup vthread = MethodHandles.privateLookupIn(virtual, MethodHandles.lookup());
      Class<?> interruptible = Class.forName("sun.nio.ch.Interruptible");
      make =
          vthread
              .findConstructor(
                  virtual,
                  MethodType.methodType(
                      void.class, Executor.class, String.class, int.class, Runnable.class))
              .asType(
                  MethodType.methodType(
                      Thread.class, Executor.class, String.class, int.class, Runnable.class));
      state =
          vthread
              .findGetter(virtual, "state", int.class)
              .asType(MethodType.methodType(int.class, Thread.class));
      scheduler =
          vthread
              .findGetter(virtual, "scheduler", Executor.class)
              .asType(MethodType.methodType(Executor.class, Thread.class));
      MethodHandle continuation =
          vthread
              .findGetter(virtual, "runContinuation", Runnable.class)
              .asType(MethodType.methodType(Runnable.class, Thread.class));
      runContinuation =
          vthread
              .findVirtual(virtual, "runContinuation", MethodType.methodType(void.class))
              .asType(MethodType.methodType(void.class, Thread.class));
      setContinuation =
          finalSetter(vthread, virtual, "runContinuation")
              .asType(MethodType.methodType(void.class, Thread.class, Runnable.class));
      setLock = finalSetter(thread, Thread.class, "interruptLock");
      interrupted = thread.findGetter(Thread.class, "interrupted", boolean.class);
      getBlocker =
          thread
              .findGetter(Thread.class, "nioBlocker", interruptible)
              .asType(MethodType.methodType(Object.class, Thread.class));
      setBlocker =
          thread
              .findSetter(Thread.class, "nioBlocker", interruptible)
              .asType(MethodType.methodType(void.class, Thread.class, Object.class));
      setScheduler =
          finalSetter(vthread, virtual, "scheduler")
              .asType(MethodType.methodType(void.class, Thread.class, Executor.class));
      onWaitingList =
          vthread
              .findGetter(virtual, "onWaitingList", boolean.class)
              .asType(MethodType.methodType(boolean.class, Thread.class));
      MethodType stackOf = MethodType.methodType(StackTraceElement[].class, Thread.class);
      stackMounted =
          vthread
              .findSpecial(
                  Thread.class,
                  "asyncGetStackTrace",
                  MethodType.methodType(StackTraceElement[].class),
                  virtual)
              .asType(stackOf);
      stackUnmounted =
          vthread
              .findVirtual(
                  virtual, "tryGetStackTrace", MethodType.methodType(StackTraceElement[].class))
              .asType(stackOf);
      owner = ownerOf(continuation, virtual);
      jdkScheduler =
          (ForkJoinPool)
              vthread
                  .findStaticGetter(virtual, "DEFAULT_SCHEDULER", ForkJoinPool.class)
                  .invokeExact();
      osYield = thread.findStatic(Thread.class, "yield0", MethodType.methodType(void.class));
      osSleep =
          thread.findStatic(
              Thread.class, "sleepNanos0", MethodType.methodType(void.class, long.class));
    } catch (IllegalAccessException closed) {
      whyNot = CLOSED;
    } catch (InaccessibleObjectException closed) {
      whyNot = CLOSED;
    } catch (Throwable moved) {
      whyNot = "this JDK (" + Runtime.version() + ") differs from JDK 25: " + moved.getMessage();
    }
    AVAILABLE = whyNot == null && !Boolean.getBoolean("goro.jdkScheduler");
    WHY_NOT = whyNot == null ? "the system property goro.jdkScheduler asks for it" : whyNot;
    NEW = make;
    STATE = state;
    INTERRUPTED = interrupted;
    GET_BLOCKER = getBlocker;
    SET_BLOCKER = setBlocker;
    SCHEDULER = scheduler;
    SET_SCHEDULER = setScheduler;
    OS_YIELD = osYield;
    OS_SLEEP = osSleep;
    SET_CONTINUATION = setContinuation;
    RUN_CONTINUATION = runContinuation;
    SET_LOCK = setLock;
    OWNER = owner;
    ON_WAITING_LIST = onWaitingList;
    STACK_MOUNTED = stackMounted;
    STACK_UNMOUNTED = stackUnmounted;
    JDK_SCHEDULER = jdkScheduler;
  }

  /**
   * Whether {@link Making} is ready. Read without order: who does not see it yet has the
   * constructor.
   */
  private static boolean quick;

  private VirtualThreads() {}

  /** The flag that opens what is needed: to Goro's module, or where it has no name to all such. */
  public static String flag() {
    Module module = VirtualThreads.class.getModule();
    return "--add-opens java.base/java.lang="
        + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
  }

  /** Why {@link #AVAILABLE} is false. */
  public static String whyNot() {
    return WHY_NOT;
  }

  /**
   * Has threads made the quick way ({@link Making}) from now on. To get it ready takes some ten
   * milliseconds of a CPU's time, which a short program should not pay.
   */
  public static void quicken() {
    quick = AVAILABLE && Making.AVAILABLE;
  }

  /**
   * Takes numbers for that many threads of {@link #make}: the first of them. 0 if the JDK counts
   * each up itself.
   */
  public static long takeIds(int count) {
    return quick ? Making.takeIds(count) : 0;
  }

  /**
   * A virtual thread, not started, that the given executor schedules.
   *
   * <p>Its task also stands in for two objects that the JDK makes for each thread and keeps: it is
   * what the scheduler is called with, and the lock of its interrupts. That is 24 bytes less for
   * each of millions. So nobody else may synchronize on a task, and {@link #runContinuation} takes
   * the thread.
   *
   * @param id its number, from {@link #takeIds}
   */
  public static Thread make(Executor scheduler, @Nullable String name, Runnable task, long id) {
    try {
      Thread parent = Thread.currentThread();
      if (id != 0 && !Making.inherits(parent)) {
        return Making.make(scheduler, name, task, id, parent);
      }
      Thread made = (Thread) NEW.invokeExact(scheduler, name, 0, task);
      SET_CONTINUATION.invokeExact(made, task);
      SET_LOCK.invokeExact(made, (Object) task);
      return made;
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /** Runs or continues the given virtual thread, on the current one, until it parks or ends. */
  public static void runContinuation(Thread virtual) {
    try {
      RUN_CONTINUATION.invokeExact(virtual);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /** Whether the given virtual thread has ended. */
  public static boolean terminated(Thread virtual) {
    try {
      return (int) STATE.invokeExact(virtual) == TERMINATED;
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /**
   * As {@link Thread#getStackTrace} of a virtual thread, but does not insist: empty if the JDK
   * cannot tell after some tries. It cannot as long as another one runs on top of it (see {@link
   * Switch#runOnTop}).
   */
  @SuppressWarnings("ThreadPriorityCheck") // the other one is about to come on or off its thread
  public static StackTraceElement[] stackTrace(Thread virtual) {
    try {
      for (int i = 0; i < STACK_TRIES; i++) {
        StackTraceElement[] stack = (StackTraceElement[]) STACK_MOUNTED.invokeExact(virtual);
        if (stack == null) {
          stack = (StackTraceElement[]) STACK_UNMOUNTED.invokeExact(virtual);
        }
        if (stack != null) {
          return stack;
        }
        Thread.yield();
      }
      return new StackTraceElement[0];
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /** Whether the JDK's own scheduler has run virtual threads: they may be asleep in it. */
  public static boolean jdkSchedulerUsed() {
    return JDK_SCHEDULER.getPoolSize() > 0 || JDK_SCHEDULER.getStealCount() > 0;
  }

  /** The executor that schedules the given virtual thread. */
  public static Executor scheduler(Thread virtual) {
    try {
      return (Executor) SCHEDULER.invokeExact(virtual);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /** The interrupt flag, without the virtual call of {@link Thread#isInterrupted}. */
  public static boolean interrupted(Thread thread) {
    try {
      return (boolean) INTERRUPTED.invokeExact(thread);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /**
   * Gives a virtual thread that has not run yet another scheduler, and what that is called with.
   */
  public static void setScheduler(Thread virtual, Executor scheduler, Runnable runnable) {
    try {
      SET_CONTINUATION.invokeExact(virtual, runnable);
      SET_SCHEDULER.invokeExact(virtual, scheduler);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /** The virtual thread that the JDK calls a scheduler for, if it was not made here. */
  public static Thread owner(Runnable continuation) {
    try {
      return (Thread) OWNER.invokeExact(continuation);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /**
   * What the JDK has parked the given virtual thread for, and whether another thread must wake it:
   * {@code FOREVER} only if no time runs and no wake-up is under way.
   */
  public static Parked parked(Thread virtual) {
    try {
      return switch ((int) STATE.invokeExact(virtual)) {
        case PARKED, WAIT -> Parked.FOREVER;
        case BLOCKED -> (boolean) ON_WAITING_LIST.invokeExact(virtual) ? Parked.NO : Parked.MONITOR;
        case TIMED_PARKED, TIMED_WAIT -> Parked.TIMED;
        default -> Parked.NO;
      };
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /** How the JDK has parked a virtual thread. */
  public enum Parked {
    /** It is not parked, or is being woken. */
    NO,
    /** Until another thread wakes it. */
    FOREVER,
    /** Until another thread leaves a monitor. */
    MONITOR,
    /** Until a time, or until another thread wakes it. */
    TIMED
  }

  // Instance fields that are final may be set by reflection, and only in a thread that nobody has
  // seen.
  static MethodHandle finalSetter(MethodHandles.Lookup lookup, Class<?> type, String name)
      throws ReflectiveOperationException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return lookup.unreflectSetter(field);
  }

  // A continuation's Runnable is a lambda of its virtual thread's method; the thread is what it has
  // captured.
  private static MethodHandle ownerOf(MethodHandle continuation, Class<?> virtual)
      throws Throwable {
    Thread probe = Thread.ofVirtual().unstarted(() -> {});
    Runnable lambda = (Runnable) continuation.invokeExact(probe);
    for (Field field : lambda.getClass().getDeclaredFields()) {
      if (field.getType() == virtual) {
        MethodHandle getter =
            MethodHandles.privateLookupIn(lambda.getClass(), MethodHandles.lookup())
                .findGetter(lambda.getClass(), field.getName(), virtual)
                .asType(MethodType.methodType(Thread.class, Runnable.class));
        if ((Thread) getter.invokeExact(lambda) == probe) {
          return getter;
        }
      }
    }
    throw new NoSuchFieldException("the thread of a continuation");
  }

  /** Gives the OS thread's time slice away, also in a virtual thread, which stays mounted. */
  public static void osYield() {
    try {
      OS_YIELD.invokeExact();
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /**
   * Has the OS thread sleep, also in a virtual thread, which stays mounted. Returns at once if the
   * thread is interrupted.
   */
  public static void osSleep(long nanos) {
    try {
      OS_SLEEP.invokeExact(nanos);
    } catch (InterruptedException e) {
      // The flag of the virtual thread, which is what counts, is as it was.
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /**
   * Makes a hook for {@link #hookInterrupt}: the object is called with each thread that is
   * interrupted.
   */
  public static Object interruptHook(Consumer<Thread> onInterrupt) {
    InvocationHandler handler =
        (proxy, method, args) ->
            switch (method.getName()) {
              case "interrupt" -> {
                onInterrupt.accept((Thread) args[0]);
                yield null;
              }
              case "hashCode" -> System.identityHashCode(proxy);
              case "toString" -> "Goro's interrupt hook";
              default -> null;
            };
    try {
      Class<?> type = Class.forName("sun.nio.ch.Interruptible");
      return Proxy.newProxyInstance(
          VirtualThreads.class.getClassLoader(), new Class<?>[] {type}, handler);
    } catch (ClassNotFoundException e) {
      throw broken(e);
    }
  }

  /**
   * Has {@code Thread.interrupt} call the hook. It is the place where an NIO channel puts its own
   * hook during an operation; the channel empties it afterwards, so a goroutine looks each time it
   * is about to park.
   */
  @SuppressWarnings("ReferenceEquality") // is it this very hook?
  public static void hookInterrupt(Thread current, Object hook) {
    try {
      if ((Object) GET_BLOCKER.invokeExact(current) != hook) {
        SET_BLOCKER.invokeExact(current, hook);
      }
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /**
   * Opens a package of the JDK's to Goro: java.lang is open, and with it the method that does it.
   */
  static void openPackage(String name) throws Throwable {
    MethodHandles.privateLookupIn(Module.class, MethodHandles.lookup())
        .findVirtual(
            Module.class,
            "implAddOpens",
            MethodType.methodType(void.class, String.class, Module.class))
        .invokeExact(Object.class.getModule(), name, VirtualThreads.class.getModule());
  }

  static Error broken(Throwable t) {
    if (t instanceof Error e) {
      return e;
    }
    return new InternalError(t);
  }
}
