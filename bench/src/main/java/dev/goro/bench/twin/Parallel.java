package dev.goro.bench.twin;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Operations that some goroutines, or threads, share: each takes a batch, does it and takes the
 * next, as with Go's {@code B.RunParallel}. A batch is what takes about 100 µs, from 1 to 10,000
 * operations, by what the run before told; the first run's batches are of one. The Go twin has the
 * same in {@code parallel.go}.
 */
public final class Parallel {
  private static final double BATCH_NANOS = 100_000;
  private static final long MAX_BATCH = 10_000;

  private final Team team;
  private final int members;
  private double nanosPerOp = Double.POSITIVE_INFINITY;

  /**
   * Makes one whose members the caller starts; see {@link #start}.
   *
   * @param members how many of them share the operations
   */
  public Parallel(int members) {
    this(
        (_, _) -> {
          throw new IllegalStateException("this one's members are started by its caller");
        },
        members);
  }

  /**
   * How many share the operations.
   *
   * @return their number
   */
  public int members() {
    return members;
  }

  /**
   * Makes one.
   *
   * @param team starts goroutines, or threads, and waits for them
   * @param members how many of them share the operations
   */
  public Parallel(Team team, int members) {
    this.team = team;
    this.members = members;
  }

  /** Goroutines, or threads, that start together and are waited for. */
  @FunctionalInterface
  public interface Team {
    /**
     * Starts them and waits for them.
     *
     * @param count how many
     * @param member what each does
     * @throws Exception if that went wrong
     */
    void run(int count, Member member) throws Exception;
  }

  /** What a member of a team does. */
  @FunctionalInterface
  public interface Member {
    /**
     * Does it.
     *
     * @param me which member it is, from 0
     * @throws Exception if that went wrong
     */
    void run(int me) throws Exception;
  }

  /** What each does with its share of the operations. */
  @FunctionalInterface
  public interface Body {
    /**
     * Does operations as long as {@link Share#next} says so.
     *
     * @param share its share
     * @return how many operations did what they should
     * @throws Exception if that went wrong
     */
    long run(Share share) throws Exception;
  }

  /**
   * Does operations.
   *
   * @param ops how many
   * @param body what each goroutine or thread does
   * @throws WrongResultException if not each operation did what it should
   * @throws Exception what the body threw
   */
  public void run(long ops, Body body) throws Exception {
    var round = start(ops);
    var done = new long[members];
    team.run(members, me -> done[me] = body.run(round.share()));
    round.finish(Arrays.stream(done).sum());
  }

  /**
   * Begins operations that the caller shares out itself.
   *
   * @param ops how many
   * @return the operations
   */
  public Round start(long ops) {
    return new Round(ops, Math.clamp((long) (BATCH_NANOS / nanosPerOp), 1, MAX_BATCH));
  }

  /**
   * Work that is nothing but shared operations.
   *
   * @param body makes, for each run, what each goroutine or thread does
   * @return the work
   */
  public Work work(Supplier<Body> body) {
    return ops -> run(ops, body.get());
  }

  /** Operations that are shared. */
  public final class Round {
    private final AtomicLong taken = new AtomicLong();
    private final long ops;
    private final long batch;
    private final long start = System.nanoTime();

    private Round(long ops, long batch) {
      this.ops = ops;
      this.batch = batch;
    }

    /**
     * A member's share.
     *
     * @return its share
     */
    public Share share() {
      return new Share(taken, ops, batch);
    }

    /**
     * Ends them.
     *
     * @param done how many did what they should
     * @throws WrongResultException if that is not all
     */
    public void finish(long done) {
      nanosPerOp = (double) (System.nanoTime() - start) / ops;
      WrongResultException.check("operations", ops, done);
    }
  }

  /** The operations that one goroutine or thread takes. */
  public static final class Share {
    private final AtomicLong taken;
    private final long ops;
    private final long batch;
    private long left;

    private Share(AtomicLong taken, long ops, long batch) {
      this.taken = taken;
      this.ops = ops;
      this.batch = batch;
    }

    /**
     * Takes the next operation.
     *
     * @return whether there was one
     */
    public boolean next() {
      if (left == 0 && !takeBatch()) {
        return false;
      }
      left--;
      return true;
    }

    private boolean takeBatch() {
      long first = taken.getAndAdd(batch);
      left = Math.clamp(ops - first, 0, batch);
      return left > 0;
    }
  }
}
