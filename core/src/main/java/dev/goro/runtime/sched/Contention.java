package dev.goro.runtime.sched;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often the runtime's own structures were in somebody's way, kind by kind, since the process
 * began: whoever finds a lock taken, or loses a compare-and-set to another, counts one before he
 * waits or tries again; so do thieves.
 *
 * <p>Counted is only where somebody has lost already, or has gone to look at other Ps' queues: a
 * lock that is free, and a queue that only its owner uses, pay nothing. The counts are striped by
 * thread ({@link LongAdder}), so that those who meet at a structure do not meet here again; a sum
 * is exact when nothing runs. To count allocates at most once a stripe, and neither blocks nor
 * parks, so an M may do it between goroutines.
 */
public enum Contention {
  /** {@link Scheduler#LOCK}: the global queue, the idle Ps and Ms. */
  SCHEDULER,
  /** The heaps of timers and the timers with a channel. */
  TIMERS,
  /** The shards of the registry of all goroutines. */
  REGISTRY,
  /** A P's run queue: another took what somebody was about to take. */
  RUN_QUEUE,
  /** Goroutines, mostly half a queue at once, that an M has taken from another P. */
  STEALS,
  /** An M has looked at all other Ps, and found nothing. */
  STEALS_IN_VAIN,
  /** Channels. */
  CHANNEL,
  /** The queues of mutexes, conditions, wait groups. */
  SYNC,
  /** The shelves of pools. */
  POOL,
  /** Contexts: the list of a parent's children. */
  CONTEXT,
  /** Locks of what is used seldom. */
  OTHER;

  private final LongAdder times = new LongAdder();

  /** Somebody was in the way. */
  void count() {
    times.increment();
  }

  /** How often somebody was in the way. */
  public long times() {
    return times.sum();
  }

  /** Its name in what people read. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All of them. */
  public static Map<Contention, Long> all() {
    var all = new EnumMap<Contention, Long>(Contention.class);
    for (Contention c : values()) {
      all.put(c, c.times());
    }
    return all;
  }
}
