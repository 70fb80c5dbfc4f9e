package dev.goro.bench.jdk;

import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Parallel.Share;
import dev.goro.bench.twin.Work;
import dev.goro.bench.twin.WrongResultException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Timers: tasks of an executor of one thread, where 32,768 for each that may run wait for an hour
 * already. What is canceled leaves the queue.
 */
final class Timers implements Work {
  private static final int OTHERS_PER_PROC = 1 << 15;
  private static final int MANY = 1_000;
  private static final Duration NANO = Duration.ofNanos(1);

  /** What a virtual thread does with its share, with the executor. */
  @FunctionalInterface
  interface Body {
    long run(Share share, ScheduledThreadPoolExecutor timers) throws Exception;
  }

  private final ScheduledThreadPoolExecutor timers = executor();
  private final Parallel parallel = VirtualThreads.parallel();
  private final Body body;

  Timers(Body body) {
    this.body = body;
    for (int i = 0; i < OTHERS_PER_PROC * VirtualThreads.procs(); i++) {
      timers.schedule(Timers::nothing, 1, TimeUnit.HOURS);
    }
  }

  static ScheduledThreadPoolExecutor executor() {
    var executor = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  static void nothing() {
    // A timer's task that is never reached.
  }

  @Override
  public void run(long ops) throws Exception {
    parallel.run(ops, share -> body.run(share, timers));
  }

  @Override
  public void close() {
    int left = timers.shutdownNow().size();
    WrongResultException.check("timers of an hour", OTHERS_PER_PROC * VirtualThreads.procs(), left);
  }

  /** A timer that is due at once and whose task sets the next one, until none is left. */
  private record Row(ScheduledThreadPoolExecutor timers, int left, CountDownLatch end)
      implements Runnable {
    @Override
    public void run() {
      if (left > 0) {
        timers.schedule(new Row(timers, left - 1, end), 0, TimeUnit.NANOSECONDS);
      } else {
        end.countDown();
      }
    }
  }

  /** An operation is 1,000 timers, each set by the one before. */
  static long row(Share share, ScheduledThreadPoolExecutor timers) throws InterruptedException {
    long rows = 0;
    while (share.next()) {
      var end = new CountDownLatch(1);
      timers.schedule(new Row(timers, MANY - 1, end), 0, TimeUnit.NANOSECONDS);
      end.await();
      rows++;
    }
    return rows;
  }

  /** An operation is a wait for a timer that is due at once. */
  static long after(Share share, ScheduledThreadPoolExecutor timers) throws Exception {
    long times = 0;
    while (share.next()) {
      times += timers.schedule(() -> 1, 1, TimeUnit.NANOSECONDS).get();
    }
    return times;
  }

  /** An operation is a timer that is made and stopped. */
  static long stop(Share share, ScheduledThreadPoolExecutor timers) {
    long stopped = 0;
    while (share.next()) {
      if (timers.schedule(Timers::nothing, 1, TimeUnit.SECONDS).cancel(false)) {
        stopped++;
      }
    }
    return stopped;
  }

  /** An operation is 1,000 timers that are due at once, whose tasks are waited for. */
  static long atOnce(Share share, ScheduledThreadPoolExecutor timers) throws InterruptedException {
    long mine = 0;
    while (share.next()) {
      var ran = new AtomicLong();
      var latch = new CountDownLatch(MANY);
      for (int i = 0; i < MANY; i++) {
        timers.schedule(
            () -> {
              ran.incrementAndGet();
              latch.countDown();
            },
            0,
            TimeUnit.NANOSECONDS);
      }
      latch.await();
      mine += ran.get() / MANY;
    }
    return mine;
  }

  /** An operation makes 1,000 timers and then stops them. */
  static long startStop(Share share, ScheduledThreadPoolExecutor timers) {
    long stopped = 0;
    while (share.next()) {
      var some = new ScheduledFuture<?>[MANY];
      for (int i = 0; i < MANY; i++) {
        some[i] = timers.schedule(Timers::nothing, 1, TimeUnit.HOURS);
      }
      for (ScheduledFuture<?> timer : some) {
        if (timer.cancel(false)) {
          stopped++;
        }
      }
    }
    return stopped / MANY;
  }

  /** An operation is 1,000 threads that sleep for a nanosecond and are waited for. */
  static long sleeps(Share share) throws InterruptedException {
    long mine = 0;
    while (share.next()) {
      var slept = new AtomicLong();
      var latch = new CountDownLatch(MANY);
      for (int i = 0; i < MANY; i++) {
        Interruptible.start(
            () -> {
              Thread.sleep(NANO);
              slept.incrementAndGet();
              latch.countDown();
            });
      }
      latch.await();
      mine += slept.get() / MANY;
    }
    return mine;
  }
}
