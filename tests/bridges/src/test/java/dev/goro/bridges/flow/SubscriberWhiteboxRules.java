package dev.goro.bridges.flow;

import dev.goro.Go;
import dev.goro.flow.ChannelSubscriber;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.SubscriberPuppet;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.WhiteboxSubscriberProbe;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;

/** The TCK's rules for subscribers as seen with a probe. Run by {@link TckTest}. */
public class SubscriberWhiteboxRules extends FlowSubscriberWhiteboxVerification<Integer> {
  /** For the TCK. */
  public SubscriberWhiteboxRules() {
    super(new TestEnvironment(TckTest.WAIT_MILLIS, TckTest.NO_SIGNAL_MILLIS));
  }

  @Override
  public Integer createElement(int element) {
    return element;
  }

  @Override
  protected Flow.Subscriber<Integer> createFlowSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
    var subscriber = new ChannelSubscriber<Integer>(4);
    Go.go(() -> subscriber.channel().forEach(value -> {}));
    return new Probed(subscriber, probe);
  }

  private record Probed(
      ChannelSubscriber<Integer> subscriber, WhiteboxSubscriberProbe<Integer> probe)
      implements Flow.Subscriber<Integer> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscriber.onSubscribe(subscription);
      probe.registerOnSubscribe(
          new SubscriberPuppet() {
            @Override
            public void triggerRequest(long elements) {
              // It requests by itself, as it has room.
            }

            @Override
            public void signalCancel() {
              subscriber.close();
            }
          });
    }

    @Override
    public void onNext(Integer value) {
      subscriber.onNext(value);
      probe.registerOnNext(value);
    }

    @Override
    public void onError(Throwable cause) {
      subscriber.onError(cause);
      probe.registerOnError(cause);
    }

    @Override
    public void onComplete() {
      subscriber.onComplete();
      probe.registerOnComplete();
    }
  }
}
