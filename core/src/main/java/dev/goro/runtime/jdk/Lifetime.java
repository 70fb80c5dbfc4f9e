package dev.goro.runtime.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.invoke.VarHandle.AccessMode;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullUnmarked;

/**
 * The start and the end of a virtual thread that Goro makes and runs, with no more of the JDK's
 * bookkeeping than others can see.
 *
 * <p>{@code Thread.start} and its counterpart at the end count the thread in its container, move
 * its state by a compare-and-set, and pin the caller around the call of the scheduler. Of these
 * only the state and the container are seen by others.
 *
 * <ul>
 *   <li>Only where the JDK does not track virtual threads ({@code jdk.trackAllThreads=false}): else
 *       they are in a set, and tools find them there. Where it does not, they are only counted, and
 *       the count serves nobody but a thread dump's {@code threadCount}; it is without the threads
 *       that were started here.
 *   <li>{@link #start} is for a thread that nobody else has seen yet. So a plain order of stores is
 *       enough: the queue that it is put in publishes them.
 *   <li>{@link #end} stores the state and then looks for who joins; who joins puts the latch there
 *       and then looks at the state. Both are volatile: one of the two sees the other.
 *   <li>A thread that was started here and that the JDK has ended has been taken out of a count
 *       that it was not in: {@link #endedByJdk} makes that good.
 * </ul>
 */
@NullUnmarked // the handles are null where AVAILABLE is false, and then not used
public final class Lifetime {
  private static final int STARTED = 1;
  private static final int TERMINATED = 99;

  /** Whether the JDK's internals are as JDK 25 has them, and it tracks no virtual threads. */
  public static final boolean AVAILABLE;

  /**
   * Whether the JDK's internals are as JDK 25 has them: enough for threads that no tool is to find,
   * those of coroutines.
   */
  public static final boolean KNOWN;

  private static final Object ROOT;
  private static final MethodHandle SET_CONTAINER;
  private static final MethodHandle COUNT;
  private static final MethodHandle RELEASE_STATE;
  private static final MethodHandle SET_STATE;
  private static final MethodHandle TERMINATION;
  private static final MethodHandle CLEAR_REFERENCES;

  static {
    Object root = null;
    MethodHandle setContainer = null;
    MethodHandle count = null;
    MethodHandle releaseState = null;
    MethodHandle setState = null;
    MethodHandle termination = null;
    MethodHandle clearReferences = null;
    boolean available = false;
    boolean known = false;
    try {
      if (Switch.AVAILABLE) { // which has opened the package jdk.internal.vm
        MethodHandles.Lookup thread =
            MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
        Class<?> virtual = Class.forName("java.lang.VirtualThread");
        MethodHandles.Lookup vthread =
            MethodHandles.privateLookupIn(virtual, MethodHandles.lookup());
        Class<?> container = Class.forName("jdk.internal.vm.ThreadContainer");
        Class<?> containers = Class.forName("jdk.internal.vm.ThreadContainers");
        MethodType ofNothing = MethodType.methodType(void.class);
        root =
            MethodHandles.privateLookupIn(containers, MethodHandles.lookup())
                .findStatic(containers, "root", MethodType.methodType(container))
                .invoke();
        setContainer =
            thread
                .findVirtual(
                    Thread.class,
                    "setThreadContainer",
                    MethodType.methodType(void.class, container))
                .asType(MethodType.methodType(void.class, Thread.class, Object.class));
        count =
            MethodHandles.privateLookupIn(container, MethodHandles.lookup())
                .findVirtual(container, "add", MethodType.methodType(void.class, Thread.class))
                .asType(MethodType.methodType(void.class, Object.class, Thread.class));
        VarHandle state = vthread.findVarHandle(virtual, "state", int.class);
        MethodType onState = MethodType.methodType(void.class, Thread.class, int.class);
        releaseState = state.toMethodHandle(AccessMode.SET_RELEASE).asType(onState);
        setState = state.toMethodHandle(AccessMode.SET_VOLATILE).asType(onState);
        termination =
            vthread
                .findGetter(virtual, "termination", CountDownLatch.class)
                .asType(MethodType.methodType(CountDownLatch.class, Thread.class));
        clearReferences = thread.findVirtual(Thread.class, "clearReferences", ofNothing);
        known = true;
        available = root.getClass().getSimpleName().equals("CountingRootContainer");
      }
    } catch (Throwable moved) {
      // The JDK's own way serves, only slower.
    }
    AVAILABLE = available;
    KNOWN = known;
    ROOT = root;
    SET_CONTAINER = setContainer;
    COUNT = count;
    RELEASE_STATE = releaseState;
    SET_STATE = setState;
    TERMINATION = termination;
    CLEAR_REFERENCES = clearReferences;
  }

  private Lifetime() {}

  /** Makes a new thread, which nobody else has seen yet, a started one; the caller schedules it. */
  public static void start(Thread virtual) {
    try {
      SET_CONTAINER.invokeExact(virtual, ROOT);
      RELEASE_STATE.invokeExact(virtual, STARTED);
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /** On an M: a thread of {@link #start} has ended, and is off its carrier. */
  static void end(Thread virtual) throws Throwable {
    SET_STATE.invokeExact(virtual, TERMINATED);
    CountDownLatch joined = (CountDownLatch) TERMINATION.invokeExact(virtual);
    if (joined != null) {
      joined.countDown();
    }
    CLEAR_REFERENCES.invokeExact(virtual);
  }

  /** A thread of {@link #start} has had its last turn by the JDK's own method. */
  public static void endedByJdk(Thread virtual) {
    try {
      COUNT.invokeExact(ROOT, virtual);
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }
}
