package dev.goro.runtime.sched;

import static dev.goro.runtime.sched.RunQueueStress.goroutine;
import static dev.goro.runtime.sched.RunQueueStress.id;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** The queue of a domain: who is responsible for it, as it turns idle and busy. */
public class TurnQueueStress {
  /** Two find it idle: one of them is to hand the turns over. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 3", "0, 1, 3"},
      expect = ACCEPTABLE,
      desc = "one is responsible, and both goroutines are there")
  @State
  public static class TwoPushes {
    private final TurnQueue queue = new TurnQueue();
    private final Goroutine first = goroutine(1);
    private final Goroutine second = goroutine(2);

    @Actor
    public void first(III_Result r) {
      r.r1 = queue.push(first) ? 1 : 0;
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = queue.push(second) ? 1 : 0;
    }

    @Arbiter
    public void all(III_Result r) {
      Goroutine g;
      while ((g = queue.take()) != null) {
        r.r3 += id(g);
      }
    }
  }

  /** The turns come to their end as another goroutine is put. */
  @JCStressTest
  @Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "who gave the turns has found it")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "who put it is responsible now")
  @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "it is left behind")
  @Outcome(id = "1, 2", expect = FORBIDDEN, desc = "two are responsible")
  @State
  public static class EndAgainstPush {
    private final TurnQueue queue = new TurnQueue();
    private final Goroutine next = goroutine(2);

    public EndAgainstPush() {
      queue.push(goroutine(1));
      queue.take();
    }

    @Actor
    public void turns(II_Result r) {
      r.r2 = id(queue.take());
    }

    @Actor
    public void pusher(II_Result r) {
      r.r1 = queue.push(next) ? 1 : 0;
    }
  }

  /** Whoever is responsible gives the turns, one after the other: plain data of theirs is safe. */
  @JCStressTest
  @Outcome(id = "3", expect = ACCEPTABLE, desc = "each turn saw what the one before it wrote")
  @State
  public static class TurnAfterTurn {
    private final TurnQueue queue = new TurnQueue();
    private final Goroutine first = goroutine(1);
    private final Goroutine second = goroutine(2);
    private final Goroutine third = goroutine(3);
    private int turns;

    private void put(Goroutine g) {
      if (queue.push(g)) {
        while (queue.take() != null) {
          turns++;
        }
      }
    }

    @Actor
    public void first() {
      put(first);
    }

    @Actor
    public void second() {
      put(second);
    }

    @Actor
    public void third() {
      put(third);
    }

    @Arbiter
    public void count(I_Result r) {
      r.r1 = turns;
    }
  }
}
