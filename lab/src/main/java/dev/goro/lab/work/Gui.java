package dev.goro.lab.work;

import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Unit;
import dev.goro.lab.technique.Contender;
import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Ranking;
import dev.goro.lab.technique.Tasks;
import dev.goro.lab.technique.Technique;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What a window does: one task takes events in their order and answers each; one of them begins a
 * long job in the background, whose result comes as an event, too. Whoever lets the job hold the
 * thread of the events keeps the user waiting for all of it.
 */
final class Gui implements Program {
  private static final int EVENTS = 200;
  private static final long EVERY_NANOS = 1_000_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** The event that begins the job; others follow while it computes. */
  private static final int BEGINS = 20;

  /**
   * The turns of the job's loop: so many that it takes tens of milliseconds, and so delays more
   * than one event in a hundred where it delays any, but less than half of them.
   */
  private static final int JOB = 33_000_000;

  private static final int PAINT = 5_000;

  /** The job's result, computed without a task. */
  private Long right;

  /** An event of the user's, or the result of background work. */
  private record Event(boolean user, int number, long due, long result) {}

  @Override
  public String name() {
    return "GUI events";
  }

  @Override
  public String about() {
    return "An event every %d ms, %d of them, is answered by one task; one starts a job in the background, of %,d steps of computing."
        .formatted(EVERY_NANOS / NANOS_PER_MILLI, EVENTS, JOB);
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
    long result = 0;
    for (int left = EVENTS + 1; left > 0; left--) {
      Event event = events.take();
      if (!event.user) {
        result = event.result;
        continue;
      }
      compute(event.number, PAINT);
      latencies.since(event.due);
      if (event.number == BEGINS) {
        tasks.start(() -> events.put(new Event(false, 0, 0, compute(BEGINS, JOB))));
      }
    }
    user.join();
    if (right == null) {
      right = compute(BEGINS, JOB);
    }
    Check.equal("the result of the job", right, result);
    return new Outcome(latencies.all(), 0);
  }

  /**
   * Whether the event loop keeps the user waiting, beside the technique that does it least. The
   * figures say so, or say that it does not.
   */
  @Override
  public Optional<String> seen(List<Contender> contenders) {
    var loop =
        contenders.stream().filter(c -> c.label().equals(Technique.LOOP.label())).findFirst();
    var other =
        contenders.stream()
            .filter(c -> !c.label().equals(Technique.LOOP.label()))
            .filter(c -> c.figure(Measure.TAIL_LATENCY).isPresent())
            .min(Comparator.comparingDouble(c -> tail(c).median()));
    if (loop.isEmpty() || loop.get().figures().isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    Figure held = tail(loop.get());
    Figure free = tail(other.get());
    var ranking = Ranking.of(List.of(loop.get(), other.get()), List.of(Measure.TAIL_LATENCY));
    boolean differs = ranking.best().equals(List.of(other.get()));
    return Optional.of(
        "On the event loop half of the %s are answered within %s, but one in a hundred after %s or more; on %s after %s. %s"
            .formatted(
                name(),
                loop.get().figures().get(Measure.MEDIAN_LATENCY).value(),
                held.value(),
                other.get().label(),
                free.value(),
                differs
                    ? "That is %s as long: the job in the background has the loop's only thread meanwhile."
                        .formatted(Unit.TIMES.show(held.times(free)))
                    : "That is no difference beyond the spread."));
  }

  private static Figure tail(Contender contender) {
    return contender.figures().get(Measure.TAIL_LATENCY);
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
