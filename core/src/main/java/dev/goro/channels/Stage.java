package dev.goro.channels;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.RecvChan;
import dev.goro.Task;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the helpers of {@link Stages} return: a channel, and the goroutines that send on it.
 *
 * <p>It ends in one of three ways, after each of which none of its goroutines is left:
 *
 * <ul>
 *   <li>Its input ends: the values are received, and then the channel is closed.
 *   <li>A function of yours, or the input, fails: the channel is closed early, and a loop over the
 *       stage throws.
 *   <li>The reader has enough and calls {@link #close}, or {@link #stop}.
 * </ul>
 *
 * So who does not read to the end has to close it:
 *
 * {@snippet :
 * try (var pages = Stages.mapUnordered(urls, 8, this::fetch)) {
 *   for (Page page : pages) {
 *     if (page.isTheOne()) {
 *       return page;
 *     }
 *   }
 * }
 * }
 *
 * <p>A stage that is given to another helper belongs to that from then on: it is closed with it,
 * and its failure is handed on. So only the last stage of a pipeline needs to be held and closed.
 * Give {@code stage.channel()} in place of the stage where that is not wanted.
 *
 * <p>It may be used from any thread. Memory effects: as those of a channel, for each value; what
 * happened before the end, {@link #failure} included, is visible to who sees the channel closed;
 * all that its goroutines did is visible after {@link #close}.
 *
 * @param <T> the type of the values
 */
public final class Stage<T> implements Iterable<T>, AutoCloseable, Upstream {
  private final Chan<T> out = Chan.make();
  private final List<Upstream> upstreams;

  /** The threads of its goroutines, to be interrupted. */
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  /** How many goroutines have not ended, and one for who is still starting them. */
  private final AtomicInteger live = new AtomicInteger(1);

  /** Closed when none is left. */
  private final Chan<Boolean> ended = Chan.make();

  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * Whether it is to end now. A goroutine enters {@link #running} and then looks here; who sets
   * this then interrupts all that are there. One of the two sees the other.
   */
  private volatile boolean stopped;

  Stage(List<Upstream> upstreams) {
    this.upstreams = upstreams;
  }

  // ---- for the helpers

  /** A stage of one goroutine. */
  static <T> Stage<T> of(List<Upstream> upstreams, Body<T> body) {
    Stage<T> stage = new Stage<>(upstreams);
    stage.start(() -> body.run(stage));
    stage.started();
    return stage;
  }

  /** What a goroutine of a stage does. */
  @FunctionalInterface
  interface Body<T> {
    void run(Stage<T> stage) throws Exception;
  }

  /** Starts a goroutine of the stage; by the one who makes the stage, or by another of them. */
  void start(Task task) {
    live.incrementAndGet();
    Go.go(() -> run(task));
  }

  /** All goroutines are started but for those that they start themselves. */
  void started() {
    if (live.decrementAndGet() == 0) {
      end();
    }
  }

  /** Sends a value; by one of its goroutines. */
  void send(T value) {
    out.send(value);
  }

  /** What the reader receives from; for a select of one of its goroutines. */
  Chan<T> out() {
    return out;
  }

  private void run(Task task) {
    Thread self = Thread.currentThread();
    running.add(self);
    try {
      if (!stopped) {
        task.run();
      }
    } catch (Throwable t) {
      fail(t);
    } finally {
      running.remove(self);
      started();
    }
  }

  /** Ends it for a reason; the first one counts, and none once it is stopped. */
  void fail(Throwable reason) {
    if (!stopped && failure.compareAndSet(null, reason)) {
      stop();
    }
  }

  private void end() {
    if (!stopped) { // its goroutines have read to the end, which may have come too early
      upstreams.forEach(u -> u.failure().ifPresent(f -> failure.compareAndSet(null, f)));
    }
    upstreams.forEach(Upstream::stop);
    out.close();
    ended.close();
  }

  // ---- for the reader

  /**
   * The channel of its values, for a {@code select} or another reader. It is closed when the stage
   * ends; {@link #failure} then tells whether that was before its time.
   *
   * @return the channel
   */
  public RecvChan<T> channel() {
    return out;
  }

  /**
   * An iterator that receives until the stage has ended. Several goroutines may each have one: they
   * share the values.
   *
   * @return the iterator; for one goroutine at a time. When the stage has failed it throws, after
   *     the last value, a {@link CompletionException} whose cause is the failure
   */
  @Override
  public Iterator<T> iterator() {
    Iterator<T> values = out.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        boolean more = values.hasNext();
        if (!more) {
          failure()
              .ifPresent(
                  f -> {
                    throw new CompletionException("a stage of a pipeline failed: " + f, f);
                  });
        }
        return more;
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the stage has ended");
        }
        return values.next();
      }
    };
  }

  /**
   * Why the stage ended before its time: what a function or the iteration of an input threw.
   *
   * @return the reason; empty if it has not ended, ended with its input, or was closed
   */
  @Override
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  /**
   * Ends the stage, and those that it reads from: their goroutines are interrupted, also in a
   * function of yours. Does not wait for them. What is not received by then is lost. May be called
   * by anyone, again and again.
   */
  @Override
  public void stop() {
    stopped = true;
    running.forEach(Thread::interrupt);
    upstreams.forEach(Upstream::stop);
  }

  /**
   * Ends the stage as {@link #stop} does, and waits until none of its goroutines is left, nor of
   * the stages that it reads from. A function of yours that does not heed interrupts is waited for;
   * so the wait itself cannot be interrupted. A goroutine of the stage that calls it does not wait
   * for itself.
   */
  @Override
  public void close() {
    stop();
    if (!running.contains(Thread.currentThread())) {
      awaitEnd();
    }
    upstreams.forEach(Upstream::close);
  }

  private void awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        ended.recv();
        break;
      } catch (InterruptedOperationException e) {
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
