package dev.goro.runtime.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.invoke.VarHandle.AccessMode;
import org.jspecify.annotations.NullUnmarked;

/**
 * The switch from an M to a virtual thread and back, with no more of the JDK's bookkeeping than
 * others can see.
 *
 * <p>{@code VirtualThread.runContinuation} and {@code Thread.yield} spend seven atomic operations
 * on what Goro's own park does not need: a state for the moment between the yield and the return to
 * the carrier, a call of the scheduler that has nothing to do, and a lock against an interrupt that
 * comes as the thread leaves its carrier; and {@code Continuation.run} spends two more. Here a
 * switch costs one, on the state of the thread.
 *
 * <h2>What the JDK sees</h2>
 *
 * <ul>
 *   <li>A thread that {@link #yieldNow} took off its carrier is {@code YIELDED} as after {@code
 *       Thread.yield}: {@code getStackTrace} takes it aside by a compare-and-set from that state,
 *       and {@link #run} goes on by a compare-and-set to {@code RUNNING}: one of the two wins. The
 *       state is stored only when the thread is off the stack.
 *   <li>The notices to a debugger are those of the JDK, in the same order.
 *   <li>Whatever else ends a turn (the JDK parks it, a monitor is taken, it ends) has changed the
 *       state or is over, and the JDK's own methods do what follows from that. When it may go on,
 *       its next turn begins here again.
 * </ul>
 *
 * <h2>Interrupts</h2>
 *
 * {@code Thread.interrupt} sets the thread's flag, and then interrupts the carrier that it sees.
 *
 * <ul>
 *   <li>Coming: the carrier is stored, {@link #claim} does a full fence, and then the thread looks
 *       at its flag ({@link #yieldNow}), or the M does for it. Either the flag is seen and the
 *       carrier interrupted, or the interrupter sees the carrier. To store the carrier before the
 *       thread is claimed does no harm: who does not win it takes it back, as one that goes.
 *   <li>Going: the carrier is cleared, the caller does a full fence, and then looks at the flag
 *       ({@link #left}). Either the interrupter sees no carrier, or the caller sees the flag; then
 *       it waits until the interrupter is through, and takes the carrier's flag back.
 * </ul>
 */
@NullUnmarked // the handles are null where AVAILABLE is false, and then not used
public final class Switch {
  /** What {@link #runOnTop} returns. */
  public static final int REFUSED = 0;

  /** What {@link #runOnTop} returns. */
  public static final int LEFT = 1;

  /** What {@link #runOnTop} returns. */
  public static final int SETTLED = 2;

  private static final int STARTED = 1;
  private static final int RUNNING = 2;
  private static final int UNPARKED = 9;
  private static final int YIELDED = 11;
  private static final int UNBLOCKED = 14;

  /** Whether the JDK's internals are as JDK 25 has them. */
  public static final boolean AVAILABLE;

  private static final MethodHandle GET_STATE;
  private static final MethodHandle CAS_STATE;
  private static final MethodHandle RELEASE_STATE;
  private static final MethodHandle SET_STATE;
  private static final MethodHandle CANCEL_TIMEOUT;
  private static final MethodHandle SET_PARK_PERMIT;
  private static final MethodHandle SET_BLOCK_PERMIT;
  private static final MethodHandle SET_CARRIER;
  private static final MethodHandle RELEASE_CARRIER;
  private static final MethodHandle CONTINUATION;
  private static final MethodHandle IS_DONE;
  private static final MethodHandle YIELD;
  private static final MethodHandle DO_YIELD;
  private static final MethodHandle INNERMOST;
  private static final MethodHandle NOTIFY_MOUNT;
  private static final MethodHandle NOTIFY_UNMOUNT;
  private static final MethodHandle SET_CURRENT;
  private static final MethodHandle AFTER_DONE;
  private static final MethodHandle AFTER_YIELD;
  private static final MethodHandle INTERRUPT_LOCK;
  private static final MethodHandle SET_INTERRUPT;
  private static final MethodHandle CLEAR_INTERRUPT;
  private static final MethodHandle GET_CARRIER;
  private static final MethodHandle ENTER_SPECIAL;
  private static final MethodHandle SET_INNERMOST;
  private static final MethodHandle SET_PARENT;
  private static final MethodHandle GET_TAIL;
  private static final MethodHandle SET_TAIL;
  private static final MethodHandle GET_SCOPED_CACHE;
  private static final MethodHandle SET_SCOPED_CACHE;
  private static final MethodHandle GET_KEPT_CACHE;
  private static final MethodHandle SET_KEPT_CACHE;

  static {
    MethodHandle getState = null;
    MethodHandle casState = null;
    MethodHandle releaseState = null;
    MethodHandle setState = null;
    MethodHandle cancelTimeout = null;
    MethodHandle setParkPermit = null;
    MethodHandle setBlockPermit = null;
    MethodHandle setCarrier = null;
    MethodHandle releaseCarrier = null;
    MethodHandle continuation = null;
    MethodHandle isDone = null;
    MethodHandle yield = null;
    MethodHandle doYield = null;
    MethodHandle innermost = null;
    MethodHandle notifyMount = null;
    MethodHandle notifyUnmount = null;
    MethodHandle setCurrent = null;
    MethodHandle afterDone = null;
    MethodHandle afterYield = null;
    MethodHandle interruptLock = null;
    MethodHandle setInterrupt = null;
    MethodHandle clearInterrupt = null;
    MethodHandle getCarrier = null;
    MethodHandle enterSpecial = null;
    MethodHandle setInnermost = null;
    MethodHandle setParent = null;
    MethodHandle getTail = null;
    MethodHandle setTail = null;
    MethodHandle getScopedCache = null;
    MethodHandle setScopedCache = null;
    MethodHandle getKeptCache = null;
    MethodHandle setKeptCache = null;
    boolean available = false;
    try {
      if (VirtualThreads.AVAILABLE) {
        VirtualThreads.openPackage("jdk.internal.vm");
        MethodHandles.Lookup thread =
            MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
        Class<?> virtual = Class.forName("java.lang.VirtualThread");
        MethodHandles.Lookup vthread =
            MethodHandles.privateLookupIn(virtual, MethodHandles.lookup());
        Class<?> contType = Class.forName("jdk.internal.vm.Continuation");
        MethodHandles.Lookup cont = MethodHandles.privateLookupIn(contType, MethodHandles.lookup());
        MethodType ofNothing = MethodType.methodType(void.class);
        MethodType ofFlag = MethodType.methodType(void.class, boolean.class);
        MethodType ofTwo = MethodType.methodType(void.class, Thread.class, Thread.class);
        MethodType onThread = MethodType.methodType(void.class, Thread.class);
        MethodType onThreadFlag = MethodType.methodType(void.class, Thread.class, boolean.class);
        VarHandle state = vthread.findVarHandle(virtual, "state", int.class);
        getState =
            state
                .toMethodHandle(AccessMode.GET_VOLATILE)
                .asType(MethodType.methodType(int.class, Thread.class));
        casState =
            state
                .toMethodHandle(AccessMode.COMPARE_AND_SET)
                .asType(MethodType.methodType(boolean.class, Thread.class, int.class, int.class));
        releaseState =
            state
                .toMethodHandle(AccessMode.SET_RELEASE)
                .asType(MethodType.methodType(void.class, Thread.class, int.class));
        setState =
            state
                .toMethodHandle(AccessMode.SET_VOLATILE)
                .asType(MethodType.methodType(void.class, Thread.class, int.class));
        cancelTimeout =
            vthread.findVirtual(virtual, "cancelTimeoutTask", ofNothing).asType(onThread);
        setParkPermit = vthread.findVirtual(virtual, "setParkPermit", ofFlag).asType(onThreadFlag);
        setBlockPermit =
            vthread
                .findVarHandle(virtual, "blockPermit", boolean.class)
                .toMethodHandle(AccessMode.SET_VOLATILE)
                .asType(onThreadFlag);
        VarHandle carrier = vthread.findVarHandle(virtual, "carrierThread", Thread.class);
        setCarrier = carrier.toMethodHandle(AccessMode.SET_VOLATILE).asType(ofTwo);
        releaseCarrier = carrier.toMethodHandle(AccessMode.SET_RELEASE).asType(ofTwo);
        continuation =
            vthread
                .findGetter(virtual, "cont", contType)
                .asType(MethodType.methodType(Object.class, Thread.class));
        isDone =
            cont.findVirtual(contType, "isDone", MethodType.methodType(boolean.class))
                .asType(MethodType.methodType(boolean.class, Object.class));
        yield =
            vthread
                .findVirtual(virtual, "yieldContinuation", MethodType.methodType(boolean.class))
                .asType(MethodType.methodType(boolean.class, Thread.class));
        doYield = cont.findStatic(contType, "doYield", MethodType.methodType(int.class));
        innermost =
            thread
                .findGetter(Thread.class, "cont", contType)
                .asType(MethodType.methodType(Object.class, Thread.class));
        notifyMount = vthread.findVirtual(virtual, "notifyJvmtiMount", ofFlag).asType(onThreadFlag);
        notifyUnmount =
            vthread.findVirtual(virtual, "notifyJvmtiUnmount", ofFlag).asType(onThreadFlag);
        afterDone = vthread.findVirtual(virtual, "afterDone", ofNothing).asType(onThread);
        afterYield = vthread.findVirtual(virtual, "afterYield", ofNothing).asType(onThread);
        setCurrent =
            thread.findVirtual(
                Thread.class, "setCurrentThread", MethodType.methodType(void.class, Thread.class));
        interruptLock = thread.findGetter(Thread.class, "interruptLock", Object.class);
        setInterrupt = thread.findVirtual(Thread.class, "setInterrupt", ofNothing);
        clearInterrupt = thread.findVirtual(Thread.class, "clearInterrupt", ofNothing);
        getCarrier =
            carrier
                .toMethodHandle(AccessMode.GET)
                .asType(MethodType.methodType(Thread.class, Thread.class));
        enterSpecial =
            cont.findStatic(
                    contType,
                    "enterSpecial",
                    MethodType.methodType(void.class, contType, boolean.class, boolean.class))
                .asType(
                    MethodType.methodType(void.class, Object.class, boolean.class, boolean.class));
        setInnermost =
            thread
                .findVarHandle(Thread.class, "cont", contType)
                .toMethodHandle(AccessMode.SET_OPAQUE)
                .asType(MethodType.methodType(void.class, Thread.class, Object.class));
        MethodType ofTwoObjects = MethodType.methodType(void.class, Object.class, Object.class);
        setParent =
            cont.findVarHandle(contType, "parent", contType)
                .toMethodHandle(AccessMode.SET_OPAQUE)
                .asType(ofTwoObjects);
        VarHandle tail =
            cont.findVarHandle(contType, "tail", Class.forName("jdk.internal.vm.StackChunk"));
        getTail =
            tail.toMethodHandle(AccessMode.GET)
                .asType(MethodType.methodType(Object.class, Object.class));
        setTail = tail.toMethodHandle(AccessMode.SET_OPAQUE).asType(ofTwoObjects);
        getScopedCache =
            thread.findStatic(
                Thread.class, "scopedValueCache", MethodType.methodType(Object[].class));
        setScopedCache =
            thread.findStatic(
                Thread.class,
                "setScopedValueCache",
                MethodType.methodType(void.class, Object[].class));
        VarHandle keptCache = cont.findVarHandle(contType, "scopedValueCache", Object[].class);
        getKeptCache =
            keptCache
                .toMethodHandle(AccessMode.GET)
                .asType(MethodType.methodType(Object[].class, Object.class));
        setKeptCache =
            keptCache
                .toMethodHandle(AccessMode.SET_OPAQUE)
                .asType(MethodType.methodType(void.class, Object.class, Object[].class));
        link(
            contType,
            cont.findVirtual(contType, "run", ofNothing)
                .asType(MethodType.methodType(void.class, Object.class)));
        available = true;
      }
    } catch (Throwable moved) {
      // The JDK's own way serves, only slower.
    }
    AVAILABLE = available && !Boolean.getBoolean("goro.jdkSwitch");
    GET_STATE = getState;
    CAS_STATE = casState;
    RELEASE_STATE = releaseState;
    SET_STATE = setState;
    CANCEL_TIMEOUT = cancelTimeout;
    SET_PARK_PERMIT = setParkPermit;
    SET_BLOCK_PERMIT = setBlockPermit;
    SET_CARRIER = setCarrier;
    RELEASE_CARRIER = releaseCarrier;
    CONTINUATION = continuation;
    IS_DONE = isDone;
    YIELD = yield;
    DO_YIELD = doYield;
    INNERMOST = innermost;
    NOTIFY_MOUNT = notifyMount;
    NOTIFY_UNMOUNT = notifyUnmount;
    SET_CURRENT = setCurrent;
    AFTER_DONE = afterDone;
    AFTER_YIELD = afterYield;
    INTERRUPT_LOCK = interruptLock;
    SET_INTERRUPT = setInterrupt;
    CLEAR_INTERRUPT = clearInterrupt;
    GET_CARRIER = getCarrier;
    ENTER_SPECIAL = enterSpecial;
    SET_INNERMOST = setInnermost;
    SET_PARENT = setParent;
    GET_TAIL = getTail;
    SET_TAIL = setTail;
    GET_SCOPED_CACHE = getScopedCache;
    SET_SCOPED_CACHE = setScopedCache;
    GET_KEPT_CACHE = getKeptCache;
    SET_KEPT_CACHE = setKeptCache;
  }

  private Switch() {}

  /**
   * Runs a continuation that yields once. The JVM makes the code of {@code enterSpecial} and {@code
   * doYield} when the JDK's own calls of these are linked; before that a call by a handle would be
   * one of a native method, which nothing can leave.
   */
  private static void link(Class<?> contType, MethodHandle run) throws Throwable {
    Class<?> scopeType = Class.forName("jdk.internal.vm.ContinuationScope");
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    Object scope =
        lookup
            .findConstructor(scopeType, MethodType.methodType(void.class, String.class))
            .invoke("goro");
    MethodHandle yield =
        lookup
            .findStatic(contType, "yield", MethodType.methodType(boolean.class, scopeType))
            .bindTo(scope);
    Runnable body =
        () -> {
          try {
            boolean left = (boolean) yield.invokeExact();
          } catch (Throwable t) {
            throw VirtualThreads.broken(t);
          }
        };
    Object continuation =
        lookup
            .findConstructor(contType, MethodType.methodType(void.class, scopeType, Runnable.class))
            .invoke(scope, body);
    run.invokeExact(continuation);
    run.invokeExact(continuation);
  }

  /**
   * Takes a thread that may run, so that nobody but the caller runs it or looks at its stack: the
   * state that it was in, or {@link #REFUSED} if it is in another one, or somebody looks at its
   * stack just now. A full fence stands between what the caller stored before and its later looks.
   */
  private static int claim(Thread virtual) throws Throwable {
    int state = (int) GET_STATE.invokeExact(virtual);
    if (state == STARTED) {
      SET_STATE.invokeExact(virtual, RUNNING); // nobody else moves it from there
      return state;
    }
    boolean mayRun = state == YIELDED || state == UNPARKED || state == UNBLOCKED;
    if (!mayRun || !(boolean) CAS_STATE.invokeExact(virtual, state, RUNNING)) {
      return REFUSED;
    }
    if (state != YIELDED) {
      // As the JDK does it where it goes on after a park, or where it waited for a monitor: what
      // ended the wait is used up.
      CANCEL_TIMEOUT.invokeExact(virtual);
      if (state == UNPARKED) {
        SET_PARK_PERMIT.invokeExact(virtual, false);
      } else {
        SET_BLOCK_PERMIT.invokeExact(virtual, false);
      }
    }
    return state;
  }

  /**
   * On an M: runs a thread that is new, was taken off by a yield, or was parked by the JDK and may
   * go on, until it leaves.
   *
   * @param jdksWay whether the JDK ran its last turn or ended it, so that it does not come back to
   *     {@link #yieldNow}
   * @param ours whether {@link Lifetime} has started it, and so ends it
   * @return {@code false} if the thread is in another state, or somebody looks at its stack just
   *     now; the caller then has it run by the JDK
   */
  public static boolean run(Thread virtual, Thread m, boolean jdksWay, boolean ours) {
    try {
      RELEASE_CARRIER.invokeExact(virtual, m);
      int state = claim(virtual);
      if (state == REFUSED) {
        SET_CARRIER.invokeExact(virtual, (Thread) null);
        left(virtual, m);
        return false;
      }
      NOTIFY_MOUNT.invokeExact(virtual, true);
      if ((state != YIELDED || jdksWay) && VirtualThreads.interrupted(virtual)) {
        SET_INTERRUPT.invokeExact(m); // for one that does not look at its flag itself
      }
      if (VirtualThreads.interrupted(m) && !VirtualThreads.interrupted(virtual)) {
        clear(virtual, m, true); // it is from before
      }
      Object continuation = (Object) CONTINUATION.invokeExact(virtual);
      SET_CURRENT.invokeExact(m, virtual);
      try {
        enter(continuation, m);
      } finally {
        boolean done = (boolean) IS_DONE.invokeExact(continuation);
        SET_CURRENT.invokeExact(m, m);
        if (done || (int) GET_STATE.invokeExact(virtual) == RUNNING) {
          RELEASE_CARRIER.invokeExact(virtual, (Thread) null);
          NOTIFY_UNMOUNT.invokeExact(virtual, false);
          if (!done) {
            RELEASE_STATE.invokeExact(virtual, YIELDED);
          } else {
            if (ours) {
              Lifetime.end(virtual);
            } else {
              AFTER_DONE.invokeExact(virtual);
            }
            // The one as the other stores the state, which is a full fence.
            left(virtual, m);
          }
        } else {
          SET_CARRIER.invokeExact(virtual, (Thread) null);
          left(virtual, m);
          NOTIFY_UNMOUNT.invokeExact(virtual, false);
          AFTER_YIELD.invokeExact(virtual);
        }
      }
      return true;
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /**
   * Runs a continuation on top of the caller's frames until it leaves or ends. The current thread
   * is its own already, and still is afterwards.
   *
   * <p>It does what {@code Continuation.run} does, in the same order, but for the two atomic
   * operations on a flag against running twice: the caller vouches for that by {@link #claim}.
   *
   * <p>No plain store may be on its way where the current thread or the cache of scoped values is
   * set: the JVM's optimising compiler has both as intrinsics, and forgets such a store. Hence the
   * fences before them, which cost nothing, and the opaque stores.
   */
  private static void enter(Object continuation, Thread carrier) throws Throwable {
    boolean goesOn = hasFrames(continuation);
    Object[] cache = (Object[]) GET_KEPT_CACHE.invokeExact(continuation);
    Object below = (Object) INNERMOST.invokeExact(carrier);
    SET_PARENT.invokeExact(continuation, below);
    SET_INNERMOST.invokeExact(carrier, continuation);
    VarHandle.releaseFence();
    SET_SCOPED_CACHE.invokeExact(cache);
    try {
      ENTER_SPECIAL.invokeExact(continuation, goesOn, true);
    } finally {
      SET_INNERMOST.invokeExact(carrier, below);
      SET_PARENT.invokeExact(continuation, (Object) null);
      if ((boolean) IS_DONE.invokeExact(continuation)) {
        SET_TAIL.invokeExact(continuation, (Object) null);
      }
      Object[] left = (Object[]) GET_SCOPED_CACHE.invokeExact();
      if (left != cache) {
        SET_KEPT_CACHE.invokeExact(continuation, left);
      }
      VarHandle.releaseFence();
      SET_SCOPED_CACHE.invokeExact((Object[]) null);
    }
  }

  /** Whether it has run before, and left. */
  private static boolean hasFrames(Object continuation) throws Throwable {
    return (Object) GET_TAIL.invokeExact(continuation) != null;
  }

  /** On a virtual thread: the platform thread that it is on just now. */
  public static Thread carrier(Thread virtual) {
    try {
      return (Thread) GET_CARRIER.invokeExact(virtual);
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /**
   * On any thread that holds no monitor ({@link HeldMonitors}): runs another one, which {@link
   * Lifetime#start} started, on top of its own frames, until that leaves. The caller goes on then:
   * its own frames have not moved.
   *
   * <p>The current thread is the other one from {@code SET_CURRENT} to the next, and nothing
   * between these asks for it but what runs inside: compiled code of the caller's believes
   * throughout that it is on its own thread, as it is where it can notice.
   *
   * <p>One that waits for its owner only is {@code STARTED} again afterwards: so nobody who looks
   * at its stack changes its state, and no compare-and-set is needed to go on. (They are told that
   * it has none.)
   *
   * @param host the current thread
   * @param carrier the platform thread that carries it; itself if it is one
   * @param jdksWay as for {@link #run}
   * @return {@link #REFUSED} if the thread is in another state, or somebody looks at its stack just
   *     now; {@link #LEFT} if it left by {@link #yieldNow}, and {@link #leftOnTop} is to be called;
   *     {@link #SETTLED} if it has ended or the JDK knows why it left
   */
  @SuppressWarnings("ReferenceEquality") // the same thread
  public static int runOnTop(Thread virtual, Thread host, Thread carrier, boolean jdksWay) {
    try {
      boolean hosted = host != carrier;
      RELEASE_CARRIER.invokeExact(virtual, carrier);
      if (claim(virtual) == REFUSED) {
        SET_CARRIER.invokeExact(virtual, (Thread) null);
        left(virtual, carrier);
        if (hosted && VirtualThreads.interrupted(host)) {
          SET_INTERRUPT.invokeExact(carrier); // which may have been taken for the other's
        }
        return REFUSED;
      }
      int left = SETTLED;
      if (hosted) {
        NOTIFY_UNMOUNT.invokeExact(host, true);
        NOTIFY_UNMOUNT.invokeExact(host, false);
      }
      NOTIFY_MOUNT.invokeExact(virtual, true);
      Object continuation = (Object) CONTINUATION.invokeExact(virtual);
      if ((jdksWay || !hasFrames(continuation)) && VirtualThreads.interrupted(virtual)) {
        SET_INTERRUPT.invokeExact(carrier);
      }
      VarHandle.releaseFence();
      SET_CURRENT.invokeExact(carrier, virtual);
      try {
        enter(continuation, carrier);
      } finally {
        SET_CURRENT.invokeExact(carrier, host);
        SET_CARRIER.invokeExact(virtual, (Thread) null); // a full fence before the look at the flag
        NOTIFY_UNMOUNT.invokeExact(virtual, false);
        if (hosted) {
          NOTIFY_MOUNT.invokeExact(host, true);
          NOTIFY_MOUNT.invokeExact(host, false);
        }
        if (VirtualThreads.interrupted(virtual)) {
          clear(virtual, carrier, false);
        }
        if (hosted && VirtualThreads.interrupted(host)) {
          SET_INTERRUPT.invokeExact(carrier);
        }
        if ((boolean) IS_DONE.invokeExact(continuation)) {
          Lifetime.end(virtual);
        } else if ((int) GET_STATE.invokeExact(virtual) != RUNNING) {
          AFTER_YIELD.invokeExact(virtual);
        } else {
          left = LEFT;
        }
      }
      return left;
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /**
   * After {@link #runOnTop} has returned {@link #LEFT}.
   *
   * @param suspended whether only another {@link #runOnTop}, or {@link #run}, by an owner will have
   *     it go on
   */
  public static void leftOnTop(Thread virtual, boolean suspended) {
    try {
      RELEASE_STATE.invokeExact(virtual, suspended ? STARTED : YIELDED);
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /**
   * On an M: a thread has left it by a yield, and the caller has done a full fence since: no
   * interrupt of that thread's reaches the M after this.
   */
  public static void left(Thread virtual, Thread m) {
    if (AVAILABLE && VirtualThreads.interrupted(virtual)) {
      clear(virtual, m, false);
    }
  }

  /**
   * Takes the M's flag back, behind an interrupter that is at it; not if the thread on it has one.
   */
  private static void clear(Thread virtual, Thread m, boolean comes) {
    try {
      synchronized ((Object) INTERRUPT_LOCK.invokeExact(virtual)) {
        if (!comes || !VirtualThreads.interrupted(virtual)) {
          CLEAR_INTERRUPT.invokeExact(m);
        }
      }
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /**
   * On a virtual thread that {@link #run} runs: leaves the M; returns once it runs again, or at
   * once if it cannot leave, with {@code false}.
   *
   * @param aside whether to leave by the JDK's method, with a frame more; see {@link #leave}
   */
  public static boolean yieldNow(Thread virtual, boolean aside) {
    try {
      boolean left = aside ? (boolean) YIELD.invokeExact(virtual) : leave(virtual);
      if (VirtualThreads.interrupted(virtual)) {
        SET_INTERRUPT.invokeExact((Thread) GET_CARRIER.invokeExact(virtual));
      }
      return left;
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /**
   * As {@code VirtualThread.yieldContinuation}, without the frames of {@code Continuation.yield}: a
   * tenth less time, and 104 bytes less of each stack that waits. What these would do besides is of
   * use only to a continuation inside the thread's own, and then they are called.
   *
   * <p>They have one good side. A stack that holds an interpreted frame is copied frame by frame,
   * out and in, and two of its frames come back at first. With the JDK's own frame for one and the
   * compiled loop of a goroutine for the other, the interpreted ones with which a goroutine of a
   * young program began stay on the heap, and the next copy is the quick one. Without it they would
   * come back each time. So one leave in many has to be the JDK's.
   */
  private static boolean leave(Thread virtual) throws Throwable {
    if ((Object) INNERMOST.invokeExact((Thread) GET_CARRIER.invokeExact(virtual))
        != (Object) CONTINUATION.invokeExact(virtual)) {
      return (boolean) YIELD.invokeExact(virtual);
    }
    NOTIFY_UNMOUNT.invokeExact(virtual, true);
    try {
      return (int) DO_YIELD.invokeExact() == 0;
    } finally {
      NOTIFY_MOUNT.invokeExact(virtual, false);
    }
  }
}
