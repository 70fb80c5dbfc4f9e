package dev.goro.bridges.flow;

import dev.goro.Go;
import dev.goro.flow.ChannelSubscriber;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;

/** The TCK's rules for subscribers as seen from outside. Run by {@link TckTest}. */
public class SubscriberBlackboxRules extends FlowSubscriberBlackboxVerification<Integer> {
  /** For the TCK. */
  public SubscriberBlackboxRules() {
    super(new TestEnvironment(TckTest.WAIT_MILLIS, TckTest.NO_SIGNAL_MILLIS));
  }

  @Override
  public Flow.Subscriber<Integer> createFlowSubscriber() {
    var subscriber = new ChannelSubscriber<Integer>(2);
    Go.go(() -> subscriber.channel().forEach(value -> {}));
    return subscriber;
  }

  @Override
  public Integer createElement(int element) {
    return element;
  }
}
