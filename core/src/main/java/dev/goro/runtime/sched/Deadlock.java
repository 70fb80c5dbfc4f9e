package dev.goro.runtime.sched;

import dev.goro.runtime.debug.Dump;
import dev.goro.runtime.debug.States;
import dev.goro.runtime.jdk.ShutdownHooks;
import dev.goro.runtime.jdk.VirtualThreads;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds that every goroutine is asleep and that nothing can wake one: Go's {@code checkdead}.
 * Sysmon's own.
 *
 * <p>It must never speak without need, so it asks in turn, and the first doubt ends the look:
 *
 * <ol>
 *   <li>Does anything run, stand in a queue, or wait for a timer of Goro's?
 *   <li>Could a platform thread wake one? Any thread could that is not itself waiting for another
 *       thread without a time limit; so not the JVM's own threads, nor those of the scheduler, nor
 *       those that wait for a main goroutine.
 *   <li>Are there virtual threads on the JDK's own scheduler?
 *   <li>Is a child process alive? Somebody may wait for it. Is there a shutdown hook? A signal
 *       starts it.
 *   <li>Does a goroutine wait in the JDK with a time limit, for I/O, or is its wake-up under way?
 *   <li>Has any goroutine had a turn meanwhile?
 * </ol>
 *
 * <p>Where the answer is no throughout, at several looks one after the other, it is a deadlock. Two
 * are enough where there are goroutines alone. A thread of the program's that waits may have been
 * woken just now, and the OS may take long to run it on a busy machine, which nothing shows: then
 * it takes {@value #LOOKS_WITH_THREADS}. After a doubt the next look is later, twice as late each
 * time, and never so soon that looking costs more than a hundredth of the time.
 */
public final class Deadlock {
  private static final long FIRST_NANOS = 10_000_000;
  private static final long LAST_NANOS = 5_000_000_000L;
  private static final int SHARE_OF_TIME = 100;
  private static final int LOOKS = 2;
  private static final int LOOKS_WITH_THREADS = 25;

  /** Threads that somebody vouches for, such as a test runner's. Looking takes no lock. */
  private static final Set<Thread> NEVER_WAKE = ConcurrentHashMap.newKeySet();

  private long nextLook;
  private long pause;

  /**
   * How many looks in a row have found nothing that could wake a goroutine, and no goroutine that
   * had a turn between.
   */
  private int stuckLooks;

  private long suspectedActivity;
  private boolean threadsWait;

  /** Takes a thread for one that never wakes a goroutine. */
  public static void neverWakes(Thread thread) {
    NEVER_WAKE.removeIf(t -> t.getState() == Thread.State.TERMINATED);
    NEVER_WAKE.add(thread);
  }

  Deadlock() {}

  /** Something ran: begin again. */
  void reset() {
    pause = 0;
    nextLook = 0;
    stuckLooks = 0;
  }

  /** How long sysmon may sleep before the next look, 0 for as long as nothing runs. */
  long nanosToNextLook() {
    return MainGoroutine.anyWaiting() ? Math.max(1, nextLook - System.nanoTime()) : 0;
  }

  /** Looks, if it is time to. */
  void look(long now) {
    if (!MainGoroutine.anyWaiting() || (pause != 0 && now - nextLook < 0)) {
      return;
    }
    long activity = Procs.activity();
    // Quiet before and after: a thread may wake a goroutine and end before the look at the threads.
    boolean stuck = Procs.isQuiet() && !othersMayWake() && !waitsMayEnd() && Procs.isQuiet();
    boolean turn = activity != suspectedActivity || activity != Procs.activity();
    stuckLooks = stuck ? (turn ? 1 : stuckLooks + 1) : 0;
    suspectedActivity = activity;
    if (stuckLooks >= (threadsWait ? LOOKS_WITH_THREADS : LOOKS)) {
      report();
      reset();
      return;
    }
    long cost = System.nanoTime() - now;
    pause =
        stuck
            ? FIRST_NANOS
            : Math.clamp(Math.max(pause * 2, cost * SHARE_OF_TIME), FIRST_NANOS, LAST_NANOS);
    nextLook = System.nanoTime() + pause;
  }

  private static void report() {
    String text =
        MainGoroutine.allExited() && Scheduler.numGoroutine() == 0
            ? "no goroutines (main called runtime.Goexit) - deadlock!"
            : "all goroutines are asleep - deadlock!";
    String goroutines = Dump.blocked();
    MainGoroutine.deadlock(goroutines.isEmpty() ? text : text + "\n\n" + goroutines);
  }

  // ---- platform threads, and what stands for threads to come

  private boolean othersMayWake() {
    return threadsMayWake()
        || VirtualThreads.jdkSchedulerUsed()
        || processesMayWake()
        || ShutdownHooks.any();
  }

  private boolean threadsMayWake() {
    threadsWait = false;
    Thread[] threads = new Thread[64];
    int n;
    while ((n = Machines.rootGroup().enumerate(threads, true)) == threads.length) {
      threads = new Thread[threads.length * 2];
    }
    for (int i = 0; i < n; i++) {
      if (mayWake(threads[i])) {
        return true;
      }
    }
    return false;
  }

  private boolean mayWake(Thread t) {
    if (t instanceof Machine
        || t instanceof Sysmon
        || t instanceof DomainThread
        || NEVER_WAKE.contains(t)) {
      return false;
    }
    if (MainGoroutine.isWaiting(t)) {
      return t.getState() == Thread.State.RUNNABLE; // it is about to start the main goroutine
    }
    String name = t.getName();
    if (name.startsWith("process reaper")) {
      return t.getState() == Thread.State.RUNNABLE; // waits for a child, or tells of its end
    }
    if (name.equals("DestroyJavaVM")) {
      return false;
    }
    ThreadGroup group = t.getThreadGroup();
    if (group == null) {
      return false; // it has just ended
    }
    // The JVM's and the JDK's own, the unparker and the unblocker among them: what they are about
    // to do shows in the
    // state of the goroutine that they are about to wake.
    if (group.getParent() == null || group.getName().equals("InnocuousThreadGroup")) {
      return false;
    }
    return switch (t.getState()) {
      case RUNNABLE, TIMED_WAITING -> true;
      case BLOCKED, WAITING -> {
        threadsWait = true;
        yield false;
      }
      case NEW, TERMINATED -> false;
    };
  }

  private static boolean processesMayWake() {
    try (var children = ProcessHandle.current().children()) {
      return children.findAny().isPresent();
    }
  }

  // ---- goroutines that the JDK has parked

  private static boolean waitsMayEnd() {
    List<Goroutine> all = Registry.snapshot();
    for (Goroutine g : all) {
      if (g.isJdkWaiting() && mayEnd(g)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayEnd(Goroutine g) {
    return switch (VirtualThreads.parked(g.thread())) {
      case NO, TIMED -> true;
      case MONITOR -> false;
      case FOREVER -> States.waitsForIo(g.stackTrace());
    };
  }
}
