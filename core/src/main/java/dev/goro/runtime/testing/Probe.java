package dev.goro.runtime.testing;

import dev.goro.runtime.debug.Dump;
import dev.goro.runtime.jdk.ShutdownHooks;
import dev.goro.runtime.jdk.VirtualThreads;
import dev.goro.runtime.sched.Contention;
import dev.goro.runtime.sched.Deadlock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What goro-junit and goro-bench ask of the scheduler. Goroutines are named by their ids; guests,
 * the virtual threads that others make inside goroutines, are none.
 */
public final class Probe {
  private Probe() {}

  /** Why goroutines run on the JDK's scheduler; empty if they run on Goro's. */
  public static Optional<String> whyOnTheJdkScheduler() {
    return VirtualThreads.AVAILABLE
        ? Optional.empty()
        : Optional.of(String.valueOf(VirtualThreads.whyNot()));
  }

  /** The flag that gives them Goro's. */
  public static String flag() {
    return VirtualThreads.flag();
  }

  /**
   * The goroutines that have not ended. One that an M takes out of its queue just now may be
   * missing; {@link dev.goro.Go#numGoroutine} counts it.
   */
  public static Set<Long> alive() {
    return Dump.everyGoroutine().stream()
        .filter(g -> !g.isGuest() && !g.isDead())
        .map(g -> g.id())
        .collect(Collectors.toSet());
  }

  /** How often the runtime's structures were contended since the process began, by their labels. */
  public static Map<String, Long> contention() {
    var all = new LinkedHashMap<String, Long>();
    Contention.all().forEach((what, times) -> all.put(what.label(), times));
    return all;
  }

  /** A dump of some goroutines; of those that have ended there is nothing to say. */
  public static String dump(Set<Long> ids) {
    return Dump.of(
        Dump.everyGoroutine().stream().filter(g -> !g.isGuest() && ids.contains(g.id())).toList());
  }

  /** Interrupts the threads of some goroutines. */
  public static void interrupt(Set<Long> ids) {
    Dump.everyGoroutine().stream()
        .filter(g -> !g.isGuest() && ids.contains(g.id()))
        .forEach(g -> g.thread().interrupt());
  }

  /**
   * Tells the deadlock detector of a thread that never wakes a goroutine, whatever it does: one of
   * a test runner's.
   */
  public static void neverWakes(Thread thread) {
    Deadlock.neverWakes(thread);
  }

  /** Tells it that the shutdown hooks that there are wake none: they are the test runner's. */
  public static void shutdownHooksNeverWake() {
    ShutdownHooks.ignorePresent();
  }
}
