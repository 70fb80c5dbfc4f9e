package dev.goro.coroutine;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A sequence that is written as code which yields its elements, one when it is asked for one: Go's
 * {@code iter.Pull}.
 *
 * {@snippet :
 * Generator<Integer> fibonacci = Generator.of(self -> {
 *   for (int a = 0, b = 1; ; ) {
 *     self.yield(a);
 *     int next = a + b;
 *     a = b;
 *     b = next;
 *   }
 * });
 * try (Stream<Integer> first = fibonacci.stream().limit(10)) {
 *   first.forEach(IO::println);
 * }
 * }
 *
 * <p>It is an iterator, and can be used once: a second loop goes on where the first one stopped. A
 * loop that runs to the end needs no {@link #close}; one that stops early should have it, so that
 * the body's finally blocks run. The body is that of a {@link Coroutine}: what is said there of its
 * thread, of exceptions and of memory effects holds here.
 *
 * @param <T> the type of the elements
 */
public final class Generator<T extends @Nullable Object>
    implements Iterable<T>, Iterator<T>, AutoCloseable {
  private static final int ASK = 0;
  private static final int READY = 1;
  private static final int END = 2;

  private final Core<@Nullable Void, @Nullable T> core;
  private int state = ASK;
  private @Nullable T ready;

  private Generator(Core<@Nullable Void, @Nullable T> core) {
    this.core = core;
  }

  /**
   * Makes a generator. Its body begins when the first element is asked for.
   *
   * @param body yields the elements; its return is their end
   * @param <T> the type of the elements
   * @return the generator; to be closed unless it is run to its end
   */
  @SuppressWarnings("NullAway") // what it returns is no element
  public static <T extends @Nullable Object> Generator<T> of(Body<T> body) {
    Objects.requireNonNull(body, "a generator of a null body: give it the function that yields");
    return new Generator<>(
        new Core<>(
            (core, nothing) -> {
              body.run(core::yield);
              return null;
            },
            body));
  }

  /**
   * Whether there is another element; runs the body to find out.
   *
   * @throws IllegalStateException if the body runs just now
   * @throws CoroutineException if a checked exception left the body
   */
  @Override
  @SuppressWarnings("NullAway") // what goes in is nothing
  public boolean hasNext() {
    if (state == ASK) {
      try {
        ready = core.resume(this, null);
      } finally {
        state = core.isDone() ? END : state;
      }
      if (state == ASK) {
        state = READY;
      }
    }
    return state == READY;
  }

  /**
   * The next element.
   *
   * @throws NoSuchElementException if there is none
   * @throws IllegalStateException if the body runs just now
   * @throws CoroutineException if a checked exception left the body
   */
  @Override
  @SuppressWarnings("NullAway") // T says whether it may be null
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the generator has ended: ask hasNext() first");
    }
    T element = ready;
    ready = null;
    state = ASK;
    return element;
  }

  /** The generator itself. */
  @Override
  public Iterator<T> iterator() {
    return this;
  }

  /** The elements that are left, in order. */
  @Override
  public Spliterator<T> spliterator() {
    return Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED);
  }

  /**
   * The elements that are left, as a sequential stream, whose close closes the generator.
   *
   * @return the stream
   */
  public Stream<T> stream() {
    return StreamSupport.stream(spliterator(), false).onClose(this::close);
  }

  /**
   * Ends it: the pending yield throws, so that the body's finally blocks run, and there are no more
   * elements. On one that has ended it does nothing. See {@link Coroutine#close}.
   *
   * @throws IllegalStateException if the body runs just now
   * @throws CoroutineException if a checked exception left a finally block
   */
  @Override
  public void close() {
    try {
      core.close(this);
    } finally {
      if (core.isDone()) {
        state = END;
        ready = null;
      }
    }
  }

  /**
   * What a generator runs.
   *
   * @param <T> the type of the elements
   */
  @FunctionalInterface
  public interface Body<T extends @Nullable Object> {
    /**
     * Yields the elements.
     *
     * @param self to yield with
     * @throws Exception whatever it likes
     */
    void run(Self<T> self) throws Exception;
  }

  /**
   * The generator, as its body sees it.
   *
   * @param <T> the type of the elements
   */
  @FunctionalInterface
  public interface Self<T extends @Nullable Object> {
    /**
     * Hands an element over; returns when the next one is asked for.
     *
     * @param element the element
     * @throws IllegalStateException as {@link Coroutine.Self#yield}
     */
    void yield(T element);
  }
}
