package dev.goro.lab.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who ran when, and on which OS thread. Each actor, a goroutine or a thread, notes its own slices:
 * it begins one where it comes out of a wait, and ends it where it goes into one. The slices may be
 * taken when all actors have ended.
 */
public final class Trace {
  private final long zero = System.nanoTime();
  private final List<Actor> actors = new ArrayList<>();

  /** Makes one; its clock starts now. */
  public Trace() {}

  /**
   * A stretch of time in which an actor ran.
   *
   * @param actor its name
   * @param thread the OS thread that ran it, see {@link OsThread#id}
   * @param from the begin, in nanoseconds since the trace began
   * @param to the end, in nanoseconds since the trace began
   * @param label what it did
   */
  public record Slice(String actor, long thread, double from, double to, String label) {}

  /** A step that may wait. */
  @FunctionalInterface
  public interface Step<T> {
    /**
     * Does it.
     *
     * @return its result
     * @throws Exception if it failed
     */
    T run() throws Exception;
  }

  /** One that notes its slices; used by itself alone. */
  public final class Actor {
    private final String name;
    private final List<Slice> slices = new ArrayList<>();
    private long begin;
    private long thread;

    private Actor(String name) {
      this.name = name;
    }

    /** It runs from now on. */
    public void begins() {
      thread = OsThread.id();
      begin = System.nanoTime();
    }

    /**
     * It has run until now.
     *
     * @param label what it did
     */
    public void ends(String label) {
      slices.add(new Slice(name, thread, begin - zero, System.nanoTime() - zero, label));
    }

    /**
     * Does what may wait: one slice ends before it, and the next begins after it.
     *
     * @param label what it did up to now
     * @param step what may wait
     * @return the step's result
     * @param <T> the result's type
     * @throws Exception what the step threw
     */
    public <T> T waits(String label, Step<T> step) throws Exception {
      ends(label);
      try {
        return step.run();
      } finally {
        begins();
      }
    }
  }

  /**
   * Another actor.
   *
   * @param name its name
   * @return the actor
   */
  public Actor actor(String name) {
    synchronized (actors) {
      var actor = new Actor(name);
      actors.add(actor);
      return actor;
    }
  }

  /**
   * What all of them have noted.
   *
   * @return the slices in the order of their begins
   */
  public List<Slice> slices() {
    synchronized (actors) {
      return actors.stream()
          .<Slice>flatMap(actor -> actor.slices.stream())
          .sorted(Comparator.comparingDouble(Slice::from))
          .toList();
    }
  }

  /**
   * The OS threads of some slices, in the order in which they first ran.
   *
   * @param slices the slices
   * @return each thread once
   */
  public static List<Long> threads(List<Slice> slices) {
    Stream<Long> all =
        slices.stream().sorted(Comparator.comparingDouble(Slice::from)).map(Slice::thread);
    return all.distinct().toList();
  }
}
