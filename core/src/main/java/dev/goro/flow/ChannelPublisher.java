package dev.goro.flow;

import static dev.goro.Select.recv;
import static dev.goro.Select.select;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.RecvChan;
import dev.goro.Select.Case;
import dev.goro.Selected;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A channel as a {@link Flow.Publisher}: what Reactor, RxJava, the JDK's {@code HttpClient} and
 * others subscribe to.
 *
 * {@snippet :
 * Chan<String> lines = Chan.make();
 * Flow.Publisher<String> publisher = ChannelPublisher.of(lines);
 * Flux<String> flux = JdkFlowAdapter.flowPublisherToFlux(publisher);
 * }
 *
 * <p>Each subscription is a goroutine that receives from the channel, as many values as were
 * requested and no more, and calls the subscriber. So subscribers share the values, as several
 * receivers of a channel do: each value goes to one of them. The calls of one subscriber come one
 * after the other, and may block.
 *
 * <ul>
 *   <li>When the channel is closed and drained, the subscriber is told {@code onComplete}. A
 *       channel does not tell its end before a receive; so that comes with the next request.
 *   <li>A subscriber that cancels ends its goroutine and leaves the channel as it is. A value that
 *       was received at that moment is still delivered: none is lost.
 *   <li>A request of zero or less ends the subscription by an {@link IllegalArgumentException} to
 *       {@code onError}; an interrupt of its goroutine, which only the subscriber can cause, by an
 *       {@link InterruptedOperationException}.
 *   <li>A subscriber that throws has cancelled; what it threw goes to the handler of uncaught
 *       exceptions of the goroutine.
 * </ul>
 *
 * <p>Memory effects: what happened before a send is visible to the {@code onNext} that gets the
 * value; what happened before {@code subscribe} is visible to the subscriber.
 *
 * @param <T> the type of the values
 */
public final class ChannelPublisher<T> implements Flow.Publisher<T> {
  private static final ThreadFactory GOROUTINES = Go.threadFactory();

  private final RecvChan<? extends T> channel;

  private ChannelPublisher(RecvChan<? extends T> channel) {
    this.channel = channel;
  }

  /**
   * Makes a publisher of a channel. Nothing is received before somebody subscribes and requests.
   *
   * @param channel where the values come from
   * @param <T> the type of the values
   * @return the publisher
   */
  public static <T> Flow.Publisher<T> of(RecvChan<? extends T> channel) {
    return new ChannelPublisher<>(
        Objects.requireNonNull(channel, "a publisher needs a channel, not null"));
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscribe needs a subscriber, not null");
    GOROUTINES.newThread(new Subscription<T>(channel, subscriber)).start();
  }

  /**
   * A subscription, and the body of its goroutine.
   *
   * <p>Demand is added by anyone and taken by the goroutine, which sleeps only where it is zero.
   * Whoever raises it from zero puts a token in {@link #more} afterwards; the goroutine looks at
   * the demand again after each token. If there is a token already, the goroutine has yet to take
   * that, and will see the demand then: so none is missed.
   *
   * <p>It ends once, by whoever sets {@link #end}; that one closes {@link #stop}, which wakes the
   * goroutine wherever it waits.
   */
  private static final class Subscription<T> implements Flow.Subscription, Runnable {
    /** An {@link #end} of which the subscriber is not told, or was told already. */
    private static final Object OVER = new Object();

    private final RecvChan<? extends T> source;
    private final AtomicLong demand = new AtomicLong();
    private final Chan<Boolean> more = Chan.make(1);
    private final Chan<Boolean> stop = Chan.make();
    private final AtomicReference<@Nullable Object> end = new AtomicReference<>();

    /** The goroutine's own; dropped at the end, since others may keep the subscription. */
    private Flow.@Nullable Subscriber<? super T> subscriber;

    Subscription(RecvChan<? extends T> source, Flow.Subscriber<? super T> subscriber) {
      this.source = source;
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      if (n <= 0) {
        end(
            new IllegalArgumentException(
                "request(" + n + "): a subscriber must request one value or more (rule 3.9)"));
      } else if (demand.getAndAccumulate(n, Subscription::sum) == 0) {
        more.trySend(true);
      }
    }

    private static long sum(long a, long b) {
      long sum = a + b;
      return sum < 0 ? Long.MAX_VALUE : sum; // as good as without a limit (rule 3.17)
    }

    @Override
    public void cancel() {
      end(OVER);
    }

    /** Whether the caller is the one that ends it. */
    private boolean end(Object why) {
      boolean first = end.compareAndSet(null, why);
      if (first) {
        stop.close();
      }
      return first;
    }

    @Override
    public void run() {
      Flow.Subscriber<? super T> s = Objects.requireNonNull(subscriber);
      try {
        s.onSubscribe(this);
        feed(s);
        if (end.get() instanceof Throwable trouble) {
          s.onError(trouble);
        }
      } finally {
        end(OVER); // also where the subscriber threw
        subscriber = null;
      }
    }

    private void feed(Flow.Subscriber<? super T> s) {
      Case<Selected> value = recv(source);
      Case<Selected> moreDemand = recv(more);
      Case<Selected> stopped = recv(stop);
      try {
        while (end.get() == null) {
          boolean hungry = demand.get() != 0;
          Selected got = Objects.requireNonNull(select(hungry ? value : moreDemand, stopped));
          if (!hungry || got.from(stop)) {
            continue;
          }
          if (!got.ok()) {
            if (end(OVER)) {
              s.onComplete();
            }
            return;
          }
          demand.getAndUpdate(d -> d == Long.MAX_VALUE ? d : d - 1);
          s.onNext(Objects.requireNonNull(got.value(source)));
        }
      } catch (InterruptedOperationException e) {
        end(e);
      }
    }
  }
}
