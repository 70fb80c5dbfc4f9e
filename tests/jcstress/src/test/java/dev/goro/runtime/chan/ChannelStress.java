package dev.goro.runtime.chan;

import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.goro.Chan;
import dev.goro.ChannelClosedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What happens before what, by way of a channel; and that two selects meet once. */
public class ChannelStress {
  /** What was written before a send is seen after the receive. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "received, and seen")
  @State
  public static class HandOver {
    private final Chan<Integer> channel = Chan.make();
    private int written;

    @Actor
    public void sender() {
      written = 1;
      channel.send(1);
    }

    @Actor
    public void receiver(II_Result r) {
      r.r1 = channel.recv();
      r.r2 = written;
    }
  }

  /** What was written before a receive is seen after the send to an unbuffered channel. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "seen")
  @State
  public static class HandBack {
    private final Chan<Integer> channel = Chan.make();
    private int written;

    @Actor
    public void receiver() {
      written = 1;
      channel.recv();
    }

    @Actor
    public void sender(I_Result r) {
      channel.send(1);
      r.r1 = written;
    }
  }

  /** As the first, by way of the buffer. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "received, and seen")
  @State
  public static class Buffered {
    private final Chan<Integer> channel = Chan.make(1);
    private int written;

    @Actor
    public void sender() {
      written = 1;
      channel.send(1);
    }

    @Actor
    public void receiver(II_Result r) {
      r.r1 = channel.recv();
      r.r2 = written;
    }
  }

  /** A close is seen with what was written before it. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "seen")
  @State
  public static class Closing {
    private final Chan<Integer> channel = Chan.make();
    private int written;

    @Actor
    public void closer() {
      written = 1;
      channel.close();
    }

    @Actor
    public void receiver(I_Result r) {
      r.r1 = channel.receive().ok() ? -1 : written;
    }
  }

  /**
   * A send against a close: the value is sent and can be received, or the send says that the
   * channel is closed.
   */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "sent, and there")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused, and not there")
  @State
  public static class SendAgainstClose {
    private final Chan<Integer> channel = Chan.make(1);

    @Actor
    public void sender(II_Result r) {
      try {
        channel.send(1);
        r.r1 = 1;
      } catch (ChannelClosedException e) {
        r.r1 = 0;
      }
    }

    @Actor
    public void closer() {
      channel.close();
    }

    @Arbiter
    public void left(II_Result r) {
      r.r2 = channel.receive().ok() ? 1 : 0;
    }
  }

  /**
   * Two selects on the same two channels, each the other's partner on both: they meet on one of
   * them.
   */
  @JCStressTest
  @Outcome(
      id = {"10, 11", "21, 20"},
      expect = ACCEPTABLE,
      desc = "on the first channel, or on the second")
  @State
  public static class TwoSelects {
    private final Chan<Integer> a = Chan.make();
    private final Chan<Integer> b = Chan.make();

    @Actor
    public void first(II_Result r) {
      r.r1 = select(send(a, 11, () -> 10), recv(b, v -> v));
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = select(recv(a, v -> v), send(b, 21, () -> 20));
    }
  }
}
