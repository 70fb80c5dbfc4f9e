package dev.goro.runtime.chan;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A timer's value is received once, or taken back once. */
public class ChannelTimerStress {
  private static int received(ChannelTimer timer) {
    return timer.channel().tryRecv().isPresent() ? 1 : 0;
  }

  /** Two look at a timer whose time has come. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "one of the two")
  @State
  public static class TwoLook {
    private final ChannelTimer timer = new ChannelTimer();

    public TwoLook() {
      timer.set(0, 0);
    }

    @Actor
    public void one(II_Result r) {
      r.r1 = received(timer);
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = received(timer);
    }
  }

  /** Stopped as somebody looks: received or taken back, and nothing comes after a stop. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 0", "0, 1, 0"},
      expect = ACCEPTABLE,
      desc = "one of the two, and no stale value")
  @State
  public static class LookAgainstStop {
    private final ChannelTimer timer = new ChannelTimer();

    public LookAgainstStop() {
      timer.set(0, 0);
    }

    @Actor
    public void reader(III_Result r) {
      r.r1 = received(timer);
    }

    @Actor
    public void stopper(III_Result r) {
      r.r2 = timer.stop() ? 1 : 0;
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = received(timer);
    }
  }

  /** Set anew as somebody looks: as many values as sets that were not taken back. */
  @JCStressTest
  @Outcome(
      id = {"0, 1, 1", "1, 0, 1", "1, 1, 0"},
      expect = ACCEPTABLE,
      desc = "of two sets each is received or taken back")
  @State
  public static class LookAgainstSet {
    private final ChannelTimer timer = new ChannelTimer();

    public LookAgainstSet() {
      timer.set(0, 0);
    }

    @Actor
    public void reader(III_Result r) {
      r.r1 = received(timer);
    }

    @Actor
    public void setter(III_Result r) {
      r.r2 = timer.set(0, 0) ? 1 : 0;
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = received(timer);
    }
  }
}
