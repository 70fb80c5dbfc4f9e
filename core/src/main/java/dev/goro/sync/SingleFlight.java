package dev.goro.sync;

import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.RecvChan;
import dev.goro.Task;
import dev.goro.runtime.chan.Channel;
import dev.goro.runtime.chan.Selector;
import dev.goro.runtime.debug.CreationSite;
import dev.goro.runtime.sched.Goroutine;
import dev.goro.runtime.sched.Headroom;
import dev.goro.runtime.sched.SpinLock;
import dev.goro.runtime.sched.WaitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function once for all who ask for the same thing at the same time, and gives each the one
 * result: Go's {@code golang.org/x/sync/singleflight.Group}. It is no cache: who asks later causes
 * another call.
 *
 * <p>An exception that the function throws goes to all who wait. An {@link Error} is a panic: it is
 * thrown to those who wait in {@link #call}; if somebody waits for a {@linkplain #callChan
 * channel}, it is a panic of a goroutine as well ({@link Go#onPanic}), since a channel cannot
 * throw. {@link Go#goexit} in the function ends the goroutines of all who wait in {@code call}. In
 * both cases the channels are closed without a result. (Go leaves them open for ever after a {@code
 * Goexit}.)
 *
 * <p>Memory effects: the end of the function happens before the return of every call that gets its
 * result.
 *
 * {@snippet :
 * var flights = new SingleFlight<String, Page>();
 * Page page = flights.call(url, () -> fetch(url)).value();
 * }
 *
 * @param <K> what the calls are told apart by
 * @param <V> what the function returns
 */
public final class SingleFlight<K, V> {
  private final ConcurrentHashMap<K, Flight<V>> flights = new ConcurrentHashMap<>();

  /** One at which no function is called yet. */
  public SingleFlight() {}

  /**
   * What a call of the function gave.
   *
   * @param value what it returned; {@code null} if it threw
   * @param error what it threw; {@code null} if it returned
   * @param shared whether the result was given to more than one
   * @param <V> the type of the value
   */
  public record Result<V>(@Nullable V value, @Nullable Throwable error, boolean shared) {}

  /**
   * A call of the function that is under way, and who wants its result.
   *
   * <p>Its lock guards who wants it, and {@link #over}: a flight that is over takes nobody in, so
   * that the one who comes late begins another. It is out of the map before it is over.
   */
  private static final class Flight<V> extends SpinLock {
    private List<Channel<Result<V>>> channels = List.of();
    private int joined;
    private boolean over;

    /** Closed when it is over; what follows is written before that. */
    final Channel<Void> landed = new Channel<>(0);

    private @Nullable V value;
    private @Nullable Throwable thrown;
    private boolean exited = true;
    private boolean shared;

    /** Takes one more in, with a channel or without; false if it is over. */
    boolean join(@Nullable Channel<Result<V>> channel) {
      lock();
      boolean in = !over;
      if (in) {
        joined++;
        if (channel != null) {
          add(channel);
        }
      }
      unlock();
      return in;
    }

    private void add(Channel<Result<V>> channel) {
      if (channels.isEmpty()) {
        channels = new ArrayList<>(1);
      }
      channels.add(channel);
    }

    /** Calls the function; only goexit passes. */
    void fly(Callable<? extends V> function) {
      thrown = Goroutine.runCatching(() -> value = function.call());
      exited = false;
    }

    /** Tells all. */
    void land() {
      lock();
      over = true;
      shared = joined > 0;
      unlock();
      landed.close();
      if (exited) {
        channels.forEach(Channel::close);
      } else if (thrown instanceof Error panic) {
        if (!channels.isEmpty()) {
          // The report first: a program that it ends must not be seen to go on.
          Go.go(
              () -> {
                try {
                  Goroutine.runReporting(
                      () -> {
                        throw panic;
                      });
                } finally {
                  channels.forEach(Channel::close);
                }
              });
        }
      } else {
        Result<V> result = new Result<>(value, thrown, shared);
        channels.forEach(channel -> channel.send(result)); // each has room for it
      }
    }

    /** For those who wait in a call, when it has landed. */
    Result<V> get(boolean leader) throws Exception {
      if (exited) {
        if (Goroutine.current() != null) {
          throw Go.goexit();
        }
        throw new IllegalStateException(
            "singleflight: the function called goexit, so that there is no result");
      }
      if (thrown != null) {
        throw SingleFlight.<Exception>asIs(thrown);
      }
      return new Result<>(value, null, !leader || shared);
    }
  }

  /**
   * Calls the function, in the current thread; if a call for the same key is under way, waits for
   * its result instead. Go's {@code Do}.
   *
   * @param key what is asked for
   * @param function what finds it
   * @return the value; its {@code error} is {@code null}
   * @throws Exception what the function threw; the same object for all who waited
   * @throws InterruptedOperationException if the thread is interrupted while it waits for another's
   *     call, which goes on
   */
  public Result<V> call(K key, Callable<? extends V> function) throws Exception {
    check(key, function);
    Headroom.checkForMore();
    Flight<V> mine = new Flight<>();
    Flight<V> flight = begin(key, mine, null);
    if (flight == mine) {
      fly(key, mine, function);
    } else {
      Selector.either(flight.landed, null, WaitReason.SINGLE_FLIGHT);
    }
    return flight.get(flight == mine);
  }

  /**
   * As {@link #call}, with the function in a goroutine of its own. Does not block. Go's {@code
   * DoChan}.
   *
   * @param key what is asked for
   * @param function what finds it
   * @return a channel that gets the result, and is then neither used nor closed; it is closed if
   *     there is none, since the function threw an {@link Error} or ended by {@code goexit}
   */
  public RecvChan<Result<V>> callChan(K key, Callable<? extends V> function) {
    check(key, function);
    Headroom.checkForMore();
    Channel<Result<V>> result = new Channel<>(1);
    Flight<V> mine = new Flight<>();
    mine.add(result);
    if (begin(key, mine, result) == mine) {
      Go.go(new Pilot<>(this, key, mine, function));
    }
    return result;
  }

  /**
   * Makes the next call for the key call the function, even if a call is under way. Go's {@code
   * Forget}.
   *
   * @param key the key
   */
  public void forget(K key) {
    flights.remove(key);
  }

  private static void check(@Nullable Object key, @Nullable Object function) {
    Objects.requireNonNull(key, "singleflight: the key must not be null");
    Objects.requireNonNull(function, "singleflight: the function must not be null");
  }

  /** Joins the flight that is under way, or begins one. */
  private Flight<V> begin(K key, Flight<V> mine, @Nullable Channel<Result<V>> channel) {
    while (true) {
      Flight<V> other = flights.putIfAbsent(key, mine);
      if (other == null) {
        return mine;
      }
      if (other.join(channel)) {
        return other;
      }
    }
  }

  private void fly(K key, Flight<V> flight, Callable<? extends V> function) {
    try {
      flight.fly(function);
    } finally {
      flights.remove(key, flight);
      flight.land();
    }
  }

  /** The goroutine of a flight that nobody waits for in a call. */
  private record Pilot<K, V>(
      SingleFlight<K, V> flights, K key, Flight<V> flight, Callable<? extends V> function)
      implements Task, CreationSite.Wrapper {
    @Override
    public void run() {
      flights.fly(key, flight, function);
    }

    @Override
    public Object wrapped() {
      return function;
    }
  }

  /** Throws also what the compiler does not know of, as other languages' functions do. */
  @SuppressWarnings("unchecked")
  private static <X extends Throwable> X asIs(Throwable t) throws X {
    throw (X) t;
  }
}
