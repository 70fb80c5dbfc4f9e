package dev.goro.lab.work;

import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Tasks;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What a window does: one task takes events in their order and answers each; some begin work in the
 * background, whose result comes as an event, too.
 */
final class Gui implements Program {
  private static final int EVENTS = 100;
  private static final long EVERY_NANOS = 1_000_000;
  private static final int WORK_EVERY = 10;

  /** How long the background work of one event computes, in turns of its loop. */
  private static final int WORK = 2_000_000;

  private static final int PAINT = 5_000;

  /** The sum of all results, computed without a task. */
  private Long right;

  /** An event of the user's, or the result of background work. */
  private record Event(boolean user, int number, long due, long result) {}

  @Override
  public String name() {
    return "GUI events";
  }

  @Override
  public String about() {
    return ("An event every %d ms, %d of them, is answered by one task; each %dth starts some"
            + " milliseconds of computing in the background.")
        .formatted(EVERY_NANOS / 1_000_000, EVENTS, WORK_EVERY);
  }

  @Override
  public String operation() {
    return "event";
  }

  @Override
  public List<Measure> matters() {
    return List.of(Measure.TAIL_LATENCY, Measure.MEDIAN_LATENCY, Measure.CPU);
  }

  @Override
  public Outcome run(Tasks tasks) throws Exception {
    var latencies = new Latencies(EVENTS);
    Tasks.Mailbox<Event> events = tasks.mailbox(2 * EVENTS);
    Thread user = Thread.ofPlatform().daemon().start(() -> use(events));
    long sum = 0;
    for (int left = EVENTS + EVENTS / WORK_EVERY; left > 0; left--) {
      Event event = events.take();
      if (!event.user) {
        sum += event.result;
        continue;
      }
      compute(event.number, PAINT);
      latencies.since(event.due);
      if (event.number % WORK_EVERY == 0) {
        tasks.start(() -> events.put(new Event(false, 0, 0, compute(event.number, WORK))));
      }
    }
    user.join();
    if (right == null) {
      right = 0L;
      for (int number = 0; number < EVENTS; number += WORK_EVERY) {
        right += compute(number, WORK);
      }
    }
    Check.equal("the sum of the results", right, sum);
    return new Outcome(latencies.all(), 0);
  }

  /** Whoever moves the mouse: an event at its time, whatever became of the last. */
  private static void use(Tasks.Mailbox<Event> events) {
    try {
      long begin = System.nanoTime();
      for (int number = 0; number < EVENTS; number++) {
        long due = begin + number * EVERY_NANOS;
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        events.put(new Event(true, number, due, 0));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Steps of a generator of random numbers; each needs the one before. */
  private static long compute(long seed, int turns) {
    long x = seed + 1;
    for (int i = 0; i < turns; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }
}
