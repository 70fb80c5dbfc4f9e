package dev.goro.bridges.flow;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.flow.ChannelPublisher;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/** The TCK's rules for publishers, over that of a channel. Run by {@link TckTest}. */
public class PublisherRules extends FlowPublisherVerification<Long> {
  /** For the TCK. */
  public PublisherRules() {
    super(new TestEnvironment(TckTest.WAIT_MILLIS, TckTest.NO_SIGNAL_MILLIS));
  }

  @Override
  public Flow.Publisher<Long> createFlowPublisher(long elements) {
    Chan<Long> channel = Chan.make(1);
    Go.go(
        () -> {
          for (long i = 0; i < elements; i++) {
            channel.send(i);
          }
          channel.close();
        });
    return ChannelPublisher.of(channel);
  }

  /** A channel cannot fail. */
  @Override
  public Flow.Publisher<Long> createFailedFlowPublisher() {
    return null;
  }
}
