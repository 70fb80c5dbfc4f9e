package stress;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.RecvChan;
import dev.goro.flow.ChannelPublisher;
import dev.goro.flow.ChannelSubscriber;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.GoroTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels through publishers and subscribers: no value is lost or doubled, no request missed. */
@GoroTest(seconds = 600)
class FlowStormTest {
  /** Requests a few at a time, from other goroutines too, and cancels after a while. */
  private static final class Fickle implements Flow.Subscriber<Integer> {
    private final AtomicInteger delivered;
    private final WaitGroup ended;
    private final Random random;
    private final int cancelAfter;
    private Flow.Subscription subscription;
    private int wanted;
    private int seen;
    private boolean over;

    Fickle(AtomicInteger delivered, WaitGroup ended, Random random, int cancelAfter) {
      this.delivered = delivered;
      this.ended = ended;
      this.random = random;
      this.cancelAfter = cancelAfter;
      ended.add(1);
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
      subscription = s;
      more();
    }

    private void more() {
      int n = 1 + random.nextInt(3);
      wanted = n;
      Go.go(
          () -> {
            for (int i = 0; i < n; i++) {
              subscription.request(1);
            }
          });
    }

    @Override
    public void onNext(Integer value) {
      delivered.incrementAndGet();
      if (++seen == cancelAfter) {
        over();
        Go.go(subscription::cancel);
      } else if (--wanted == 0) {
        more();
      }
    }

    private void over() {
      if (!over) {
        over = true;
        ended.done();
      }
    }

    @Override
    public void onError(Throwable cause) {
      throw new AssertionError(cause);
    }

    @Override
    public void onComplete() {
      over();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void whatCancelledSubscribersLeaveOthersGet(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          var seeds = new Random(procs);
          for (int round = 0; round < Tier.work(60); round++) {
            int values = 500;
            Chan<Integer> channel = Chan.make(round % 4);
            Flow.Publisher<Integer> publisher = ChannelPublisher.of(channel);
            var delivered = new AtomicInteger();
            var ended = new WaitGroup();
            for (int s = 0; s < 8; s++) {
              int cancelAfter = s == 0 ? Integer.MAX_VALUE : 1 + seeds.nextInt(40);
              publisher.subscribe(
                  new Fickle(delivered, ended, new Random(seeds.nextLong()), cancelAfter));
            }
            for (int i = 0; i < values; i++) {
              channel.send(i);
            }
            channel.close();
            ended.await();
            Eventually.equal("the values delivered", values, delivered::get);
          }
          Eventually.atMost("the number of goroutines", before, Go::numGoroutine);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void aLongWayKeepsTheOrder(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          int values = Tier.work(2_000);
          Chan<Integer> first = Chan.make();
          RecvChan<Integer> last = first;
          for (int capacity = 1; capacity <= 8; capacity++) {
            last = ChannelSubscriber.to(ChannelPublisher.of(last), capacity).channel();
          }
          Go.go(
              () -> {
                for (int i = 0; i < values; i++) {
                  first.send(i);
                }
                first.close();
              });
          int expected = 0;
          for (int value : last) {
            assertEquals(expected++, value);
          }
          assertEquals(values, expected);
          Eventually.atMost("the number of goroutines", before, Go::numGoroutine);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void closeAtAnyMomentLeavesNothing(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          var random = new Random(procs);
          for (int round = 0; round < Tier.work(300); round++) {
            Chan<Integer> channel = Chan.make();
            List<ChannelSubscriber<Integer>> subscribers = new ArrayList<>();
            for (int capacity = 1; capacity <= 4; capacity++) {
              subscribers.add(ChannelSubscriber.to(ChannelPublisher.of(channel), capacity));
            }
            var all = new WaitGroup();
            for (ChannelSubscriber<Integer> subscriber : subscribers) {
              int turns = random.nextInt(20);
              all.go(() -> subscriber.channel().forEach(value -> {}));
              all.go(
                  () -> {
                    for (int i = 0; i < turns; i++) {
                      channel.trySend(i);
                      Go.gosched();
                    }
                    subscriber.close();
                  });
            }
            all.await();
          }
          Eventually.atMost("the number of goroutines", before, Go::numGoroutine);
        });
  }
}
