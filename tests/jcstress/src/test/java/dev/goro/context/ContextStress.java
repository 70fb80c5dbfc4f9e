package dev.goro.context;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.goro.RecvChan;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The ends of contexts, and of calls that they interrupt, against all that may come between. */
public class ContextStress {
  private static int isClosed(RecvChan<Void> done) {
    return done.tryRecv().isPresent() ? 1 : 0;
  }

  /** A child is made as its parent ends. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it ends too, and is not kept")
  @State
  public static class ChildAgainstEnd {
    private final CancelNode parent = (CancelNode) Context.withCancel(Context.background());
    private CancelContext child;

    @Actor
    public void maker() {
      child = Context.withCancel(parent);
    }

    @Actor
    public void ender() {
      parent.cancel();
    }

    @Arbiter
    public void end(II_Result r) {
      r.r1 = isClosed(child.done());
      r.r2 = parent.children();
    }
  }

  /** A child ends by itself as its parent ends, and with that its sibling. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "all have ended, and none is kept")
  @State
  public static class ChildEndsAgainstParent {
    private final CancelNode parent = (CancelNode) Context.withCancel(Context.background());
    private final CancelContext child = Context.withCancel(parent);
    private final CancelContext sibling = Context.withCancel(parent);

    @Actor
    public void child() {
      child.cancel();
    }

    @Actor
    public void parent() {
      parent.cancel();
    }

    @Arbiter
    public void end(III_Result r) {
      r.r1 = isClosed(child.done());
      r.r2 = isClosed(sibling.done());
      r.r3 = parent.children();
    }
  }

  /** Two children leave a parent that lives on. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "only the third is left")
  @State
  public static class TwoLeave {
    private final CancelNode parent = (CancelNode) Context.withCancel(Context.background());
    private final CancelContext first = Context.withCancel(parent);
    private final CancelContext second = Context.withCancel(parent);
    private final CancelContext third = Context.withCancel(parent);

    @Actor
    public void first() {
      first.cancel();
    }

    @Actor
    public void second() {
      second.cancel();
    }

    @Arbiter
    public void end(II_Result r) {
      r.r1 = parent.children();
      r.r2 = isClosed(third.done());
    }
  }

  /** Somebody asks for the channel as the context ends. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "it is closed, and the one that all get")
  @State
  public static class ChannelAgainstEnd {
    private final CancelContext context = Context.withCancel(Context.background());
    private RecvChan<Void> seen;

    @Actor
    public void asker() {
      seen = context.done();
    }

    @Actor
    public void ender() {
      context.cancel();
    }

    @Arbiter
    public void end(II_Result r) {
      r.r1 = isClosed(seen);
      r.r2 = seen == context.done() ? 1 : 0;
    }
  }

  /** The channel and the error come at once, whichever is looked at first. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "neither, or both")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "it ended between the two looks")
  @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "an end that is not one")
  @State
  public static class ErrorThenChannel {
    private final CancelContext context = Context.withCancel(Context.background());
    private final RecvChan<Void> done = context.done();

    @Actor
    public void looker(II_Result r) {
      r.r1 = context.err().isPresent() ? 1 : 0;
      r.r2 = isClosed(done);
    }

    @Actor
    public void ender() {
      context.cancel();
    }
  }

  /** The other way round. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "neither, or both")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "it ended between the two looks")
  @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "an end without a reason")
  @State
  public static class ChannelThenError {
    private final CancelContext context = Context.withCancel(Context.background());
    private final RecvChan<Void> done = context.done();

    @Actor
    public void looker(II_Result r) {
      r.r1 = isClosed(done);
      r.r2 = context.err().isPresent() ? 1 : 0;
    }

    @Actor
    public void ender() {
      context.cancel();
    }
  }

  /**
   * A call ends as its context interrupts it: no interrupt is left after it, nor from the call
   * before.
   */
  @JCStressTest
  @Outcome(
      id = {"0, 0, 0", "0, 0, 1"},
      expect = ACCEPTABLE,
      desc = "it was interrupted or not, and nothing is left")
  @State
  public static class CallAgainstInterrupt {
    private volatile Interruption call;

    @Actor
    public void caller(III_Result r) {
      r.r1 = Thread.interrupted() ? 1 : 0;
      Interruption mine = new Interruption(Thread.currentThread(), null);
      call = mine;
      r.r3 = mine.end(() -> true) ? 1 : 0;
      r.r2 = Thread.interrupted() ? 1 : 0;
    }

    @Actor
    public void interrupter() {
      Interruption seen = call;
      if (seen != null) {
        seen.run();
      }
    }
  }
}
