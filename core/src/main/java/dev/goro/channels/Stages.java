package dev.goro.channels;

import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;

import dev.goro.Chan;
import dev.goro.Received;
import dev.goro.RecvChan;
import dev.goro.Selected;
import dev.goro.time.Limiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What Go programs write again and again around their channels, for {@link Stage} what {@link
 * java.util.Collections} is for collections.
 *
 * <p>Each helper but {@link #drain} starts goroutines, returns at once, and gives a {@link Stage}:
 * a channel that is closed when there are no more values. None holds values back or ahead but as it
 * says: a value is taken from the input when the reader has taken the one before.
 *
 * <p>An input is one of three:
 *
 * <ul>
 *   <li>A {@link Stage}, which then belongs to the helper: it ends with it.
 *   <li>A channel. It is read until it is closed, or until the stage ends; its senders are yours.
 *   <li>Any other {@link Iterable}, a list for example, which a goroutine iterates over.
 * </ul>
 *
 * {@snippet :
 * try (var batches = Stages.batch(Stages.map(lines, 4, this::parse), 100, ofMillis(50))) {
 *   for (List<Row> rows : batches) {
 *     insert(rows);
 *   }
 * }
 * }
 *
 * <p>What a function of yours throws is a failure of its stage: the reader gets the values before
 * it and then a {@link java.util.concurrent.CompletionException}. It does not end the program.
 */
public final class Stages {
  private Stages() {}

  /**
   * A function that may throw.
   *
   * @param <T> what it takes
   * @param <R> what it gives
   */
  @FunctionalInterface
  public interface Mapping<T, R> {
    /**
     * Maps a value.
     *
     * @param value the value
     * @return its image, not {@code null}
     * @throws Exception whatever the reader is to get
     */
    R apply(T value) throws Exception;
  }

  // ---- where values come from and go to

  /**
   * Sends the values of an iterable in their order. Ends with the last one. The iterable is used on
   * a goroutine of the stage.
   *
   * @param values the values, none of them {@code null}
   * @param <T> their type
   * @return the stage
   */
  public static <T> Stage<T> from(Iterable<? extends T> values) {
    Objects.requireNonNull(values, "there must be values to send, not null");
    return Stage.of(
        List.of(),
        stage -> {
          for (T value : values) {
            stage.send(value);
          }
        });
  }

  /**
   * Sends what a function gives, call after call, until it gives {@code null}. It is called by one
   * goroutine, and again when its last value has been taken.
   *
   * @param next gives the next value
   * @param <T> the type of the values
   * @return the stage
   */
  public static <T> Stage<T> generate(Callable<? extends @Nullable T> next) {
    Objects.requireNonNull(next, "there must be a function that generates, not null");
    return Stage.of(
        List.of(),
        stage -> {
          for (T value = next.call(); value != null; value = next.call()) {
            stage.send(value);
          }
        });
  }

  /**
   * Receives all values and throws them away, so that their sender can end. Blocks until the input
   * has ended.
   *
   * @param input what to read
   * @return how many values there were
   * @throws java.util.concurrent.CompletionException if the input is a stage that failed
   * @throws dev.goro.InterruptedOperationException if the thread is interrupted while it waits
   */
  public static long drain(Iterable<?> input) {
    long count = 0;
    for (Object ignored : input) {
      count++;
    }
    return count;
  }

  // ---- several to one, one to several

  /**
   * Brings the values of several inputs together, as they come. Ends when all inputs have ended.
   *
   * @param inputs the inputs
   * @param <T> the type of the values
   * @return the stage
   */
  @SafeVarargs
  public static <T> Stage<T> merge(Iterable<? extends T>... inputs) {
    return merge(List.of(inputs));
  }

  /**
   * Brings the values of several inputs together, as they come. Ends when all inputs have ended.
   *
   * @param inputs the inputs
   * @param <T> the type of the values
   * @return the stage
   */
  public static <T> Stage<T> merge(List<? extends Iterable<? extends T>> inputs) {
    List<Source<T>> sources = new ArrayList<>();
    List<Upstream> upstreams = new ArrayList<>();
    for (Iterable<? extends T> input : List.copyOf(inputs)) {
      Source<T> source = Source.of(input);
      sources.add(source);
      upstreams.addAll(source.upstreams());
    }
    Stage<T> stage = new Stage<>(upstreams);
    for (Source<T> source : sources) {
      stage.start(() -> passOn(source, stage));
    }
    stage.started();
    return stage;
  }

  /**
   * Gives each value to several readers; the slowest one holds up the others. A copy ends with the
   * input, or when it is closed: the others go on without it, and the last one closes the input.
   *
   * @param input what to read
   * @param copies how many readers there are, 1 or more
   * @param <T> the type of the values
   * @return the stages, each of which has to be read to its end or closed
   * @throws IllegalArgumentException if {@code copies} is less than 1
   */
  public static <T> List<Stage<T>> tee(Iterable<? extends T> input, int copies) {
    checkPositive(copies, "a tee must have 1 copy or more");
    return Tee.of(Source.of(input), copies);
  }

  /** What a source gives, as a stage. */
  static <T> Stage<T> copy(Source<T> source) {
    return Stage.of(source.upstreams(), stage -> passOn(source, stage));
  }

  private static <T> void passOn(Source<T> source, Stage<T> stage) {
    for (T value : source.channel()) {
      stage.send(value);
    }
    source.handOnFailure(stage); // at once, though other inputs go on
  }

  // ---- parallel maps

  /**
   * Maps values, several at once, and gives the images in the order of the values. Ends with the
   * input, or with the first value, in order, whose mapping fails. Each mapping runs in a goroutine
   * of its own.
   *
   * @param input what to read
   * @param parallelism how many values at most are being mapped or wait for their turn to be given
   *     away; 1 or more
   * @param mapping the function
   * @param <T> the type of the values
   * @param <R> the type of their images
   * @return the stage
   * @throws IllegalArgumentException if {@code parallelism} is less than 1
   */
  public static <T, R> Stage<R> map(
      Iterable<? extends T> input, int parallelism, Mapping<? super T, ? extends R> mapping) {
    checkParallelism(parallelism);
    Objects.requireNonNull(mapping, "there must be a function that maps, not null");
    Source<T> source = Source.of(input);
    Stage<R> stage = new Stage<>(source.upstreams());
    // The images to come, in order: one is with the goroutine that gives them away.
    Chan<Chan<Image<R>>> images = Chan.make(parallelism - 1);
    stage.start(
        () -> {
          for (T value : source.channel()) {
            Chan<Image<R>> image = Chan.make(1);
            images.send(image);
            stage.start(() -> image.send(Image.of(value, mapping)));
          }
          images.close();
        });
    stage.start(
        () -> {
          for (Chan<Image<R>> next : images) {
            Image<R> image = Objects.requireNonNull(next.recv());
            if (image.failure != null) {
              stage.fail(image.failure);
              return;
            }
            stage.send(Objects.requireNonNull(image.value));
          }
        });
    stage.started();
    return stage;
  }

  /**
   * Maps values, several at once, and gives the images as they come. Ends with the input, or when a
   * mapping fails; those that run then are interrupted.
   *
   * @param input what to read
   * @param parallelism how many values at most are being mapped, 1 or more
   * @param mapping the function
   * @param <T> the type of the values
   * @param <R> the type of their images
   * @return the stage
   * @throws IllegalArgumentException if {@code parallelism} is less than 1
   */
  public static <T, R> Stage<R> mapUnordered(
      Iterable<? extends T> input, int parallelism, Mapping<? super T, ? extends R> mapping) {
    checkParallelism(parallelism);
    Objects.requireNonNull(mapping, "there must be a function that maps, not null");
    Source<T> source = Source.of(input);
    Stage<R> stage = new Stage<>(source.upstreams());
    for (int i = 0; i < parallelism; i++) {
      stage.start(
          () -> {
            for (T value : source.channel()) {
              stage.send(image(value, mapping));
            }
          });
    }
    stage.started();
    return stage;
  }

  private static <T, R> R image(T value, Mapping<? super T, ? extends R> mapping) throws Exception {
    R image = mapping.apply(value);
    if (image == null) {
      throw new NullPointerException(
          "the mapping of "
              + value
              + " is null, which a channel does not carry: give a value that stands for it");
    }
    return image;
  }

  /** What became of a value: one of the two is there. */
  private record Image<R>(@Nullable R value, @Nullable Throwable failure) {
    static <T, R> Image<R> of(T value, Mapping<? super T, ? extends R> mapping) {
      try {
        return new Image<>(image(value, mapping), null);
      } catch (Throwable t) {
        return new Image<>(null, t);
      }
    }
  }

  // ---- by size and time

  /**
   * Gathers values to lists. A list is given away when it is full, or when so much time has passed
   * since its first value, or with what it has when the input ends.
   *
   * @param input what to read
   * @param size how many values a list has at most, 1 or more
   * @param time how long a value waits for others; zero or less takes only what is there at once
   * @param <T> the type of the values
   * @return the stage; a list that was received is the reader's own
   * @throws IllegalArgumentException if {@code size} is less than 1
   */
  public static <T> Stage<List<T>> batch(Iterable<? extends T> input, int size, Duration time) {
    checkPositive(size, "a batch must have room for 1 value or more");
    Objects.requireNonNull(time, "a batch's time must not be null");
    Source<T> source = Source.of(input);
    return Stage.of(
        source.upstreams(),
        stage -> {
          RecvChan<? extends T> in = source.channel();
          boolean open = true;
          while (open) {
            Received<? extends T> first = in.receive();
            List<T> values = new ArrayList<>();
            open = add(first, values);
            long start = System.nanoTime();
            while (open && values.size() < size) {
              Duration left = time.minusNanos(System.nanoTime() - start);
              Optional<? extends Received<? extends T>> next =
                  left.isPositive() ? in.tryRecv(left) : in.tryRecv();
              if (next.isEmpty()) {
                break;
              }
              open = add(next.get(), values);
            }
            if (!values.isEmpty()) {
              stage.send(values);
            }
          }
        });
  }

  private static <T> boolean add(Received<? extends T> received, List<T> to) {
    T value = received.value();
    if (value == null) {
      return false;
    }
    to.add(value);
    return true;
  }

  /**
   * Passes values on no faster than a limiter lets it; none is dropped. Ends with the input.
   *
   * @param input what to read
   * @param limiter gives a token for each value; it may be shared with others
   * @param <T> the type of the values
   * @return the stage
   */
  public static <T> Stage<T> throttle(Iterable<? extends T> input, Limiter limiter) {
    Objects.requireNonNull(limiter, "a throttle's limiter must not be null");
    Source<T> source = Source.of(input);
    return Stage.of(
        source.upstreams(),
        stage -> {
          for (T value : source.channel()) {
            limiter.await();
            stage.send(value);
          }
        });
  }

  /**
   * Passes a value on when none has followed it for a time, and drops those that were followed
   * sooner, or before the reader took them. When the input ends the last value is passed on at
   * once.
   *
   * @param input what to read
   * @param quiet how long none must follow
   * @param <T> the type of the values
   * @return the stage
   */
  public static <T> Stage<T> debounce(Iterable<? extends T> input, Duration quiet) {
    Objects.requireNonNull(quiet, "a debounce's time must not be null");
    Source<T> source = Source.of(input);
    return Stage.of(
        source.upstreams(),
        stage -> {
          RecvChan<? extends T> in = source.channel();
          T last = in.recv();
          while (last != null) {
            Received<? extends T> next = in.tryRecv(quiet).orElse(null);
            if (next == null) {
              Selected s = Objects.requireNonNull(select(send(stage.out(), last), recv(in)));
              next = s.index() == 0 ? in.receive() : received(s);
            } else if (!next.ok()) {
              stage.send(last);
            }
            last = next.value();
          }
        });
  }

  @SuppressWarnings("unchecked") // what came out of a RecvChan<T> is a T
  private static <T> Received<T> received(Selected selected) {
    return new Received<>((T) selected.value(), selected.ok());
  }

  private static void checkParallelism(int parallelism) {
    checkPositive(parallelism, "a map's parallelism must be 1 or more");
  }

  private static void checkPositive(int n, String what) {
    if (n < 1) {
      throw new IllegalArgumentException(what + ", not " + n);
    }
  }
}
