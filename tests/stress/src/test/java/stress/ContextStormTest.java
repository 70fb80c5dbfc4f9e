package stress;

import static dev.goro.Select.after;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.context.CancelContext;
import dev.goro.context.Canceled;
import dev.goro.context.Context;
import dev.goro.context.ContextException;
import dev.goro.context.DeadlineExceeded;
import dev.goro.sync.Semaphore;
import dev.goro.sync.SingleFlight;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.GoroTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contexts that end while others are made from them; semaphores whose waiters give up; interrupts
 * that must not come late. A lost end or wake-up is a hang.
 */
@GoroTest(seconds = 600)
class ContextStormTest {
  private static final Duration LONG = Duration.ofHours(1);

  private static int random(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  /** Something made from a parent, and a goroutine that waits for its end. */
  private static void grow(Context parent, int depth, WaitGroup all, AtomicInteger ended) {
    CancelContext child =
        switch (random(4)) {
          case 0 -> Context.withTimeout(parent, Duration.ofNanos(random(2_000_000)));
          case 1 -> Context.withTimeout(parent, LONG);
          default -> Context.withCancel(parent);
        };
    all.go(
        () -> {
          child.done().recv();
          assertTrue(child.err().isPresent());
          assertTrue(child.cause().isPresent());
          ended.incrementAndGet();
        });
    all.add(1);
    var stop =
        child.afterFunc(
            () -> {
              assertTrue(child.err().isPresent());
              ended.incrementAndGet();
              all.done();
            });
    if (random(4) == 0 && stop.stop()) {
      ended.incrementAndGet();
      all.done();
    }
    if (depth > 0) {
      all.go(
          () -> {
            for (int i = 0; i < 3; i++) {
              Context next =
                  random(3) == 0 ? Context.withValue(child, Context.Key.of("layer"), depth) : child;
              grow(next, depth - 1, all, ended);
            }
            if (random(2) == 0) {
              child.cancel();
            }
          });
    } else if (random(2) == 0) {
      all.go(child::cancel);
    }
  }

  /** A tree of 40 contexts grows from several goroutines, and ends in the middle of it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void treesThatEndWhileTheyGrow(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          for (int round = 0; round < Tier.work(300); round++) {
            var cause = new Exception("over");
            var root = Context.withCancel(Context.background());
            var all = new WaitGroup();
            var ended = new AtomicInteger();
            grow(root, 3, all, ended);
            for (int i = random(40); i > 0; i--) {
              Go.gosched();
            }
            root.cancel(cause);
            all.await();
            assertEquals(80, ended.get(), "the end of each, and its task or that taken back");
            assertSame(cause, root.cause().orElseThrow());
          }
          Eventually.that("no goroutine is left", () -> Go.numGoroutine() <= before);
        });
  }

  /** Children come and go in one parent from many goroutines: the list of children holds. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void childrenComeAndGo(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int round = 0; round < Tier.work(20); round++) {
            var parent = Context.withTimeout(Context.background(), LONG);
            var all = new WaitGroup();
            var late = new AtomicInteger();
            for (int g = 0; g < 8; g++) {
              all.go(
                  () -> {
                    List<CancelContext> mine = new ArrayList<>();
                    while (parent.err().isEmpty()) {
                      mine.add(
                          random(2) == 0
                              ? Context.withCancel(parent)
                              : Context.withTimeout(parent, LONG));
                      if (mine.size() > 20) {
                        mine.remove(random(mine.size())).close();
                        mine.remove(random(mine.size())).close();
                      }
                      if (random(64) == 0) {
                        Go.gosched();
                      }
                    }
                    for (var child : mine) {
                      child.done().recv();
                      assertTrue(child.err().orElseThrow() instanceof Canceled);
                      late.incrementAndGet();
                    }
                  });
            }
            Go.sleep(Duration.ofMillis(2));
            parent.cancel();
            all.await();
          }
        });
  }

  /**
   * A context that ends at any moment of a call: the call gives its result or tells of the end, and
   * after it no interrupt is there and none comes.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void interruptsNeverComeLate(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var all = new WaitGroup();
          var interrupted = new AtomicLong();
          var returned = new AtomicLong();
          int workers = 8;
          int rounds = Tier.work(1_500);
          for (int w = 0; w < workers; w++) {
            all.go(
                () -> {
                  var queue = new LinkedBlockingQueue<Integer>();
                  Chan<Integer> channel = Chan.make();
                  for (int i = 0; i < rounds; i++) {
                    var outer = Context.withCancel(Context.background());
                    var ctx = random(2) == 0 ? Context.withCancel(outer) : outer;
                    int pause = random(8);
                    Go.go(
                        () -> {
                          for (int n = pause; n > 0; n--) {
                            Go.gosched();
                          }
                          outer.cancel();
                        });
                    int kind = i % 4;
                    try {
                      ctx.interrupts(
                          () -> {
                            switch (kind) {
                              case 0 -> queue.take();
                              case 1 -> channel.recv();
                              case 2 -> {
                                for (int n = random(8); n > 0; n--) {
                                  Go.gosched();
                                }
                              }
                              default -> outer.interrupts(() -> Thread.sleep(LONG));
                            }
                          });
                      returned.incrementAndGet();
                    } catch (Canceled e) {
                      interrupted.incrementAndGet();
                    }
                    assertFalse(Thread.currentThread().isInterrupted());
                    for (int n = random(8); n > 0; n--) {
                      Go.gosched();
                    }
                    assertFalse(Thread.currentThread().isInterrupted(), "one came late");
                  }
                });
          }
          all.await();
          assertEquals((long) workers * rounds, interrupted.get() + returned.get());
          assertTrue(interrupted.get() > 0);
        });
  }

  /** What is taken back is not closed later, and what was not is closed once. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void closingsAreDoneOrTakenBack(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int i = 0; i < Tier.work(3_000); i++) {
            var ctx = Context.withCancel(Context.background());
            var closed = new AtomicInteger();
            var registration = ctx.closes(closed::incrementAndGet);
            Go.go(ctx::cancel);
            for (int n = random(4); n > 0; n--) {
              Go.gosched();
            }
            registration.close();
            int now = closed.get();
            assertTrue(now <= 1);
            for (int n = random(4); n > 0; n--) {
              Go.gosched();
            }
            assertEquals(now, closed.get());
          }
        });
  }

  /** Amounts of all sizes; waiters give up by context, by time and by interrupt. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void semaphoreWhoseWaitersGiveUp(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int size = 10;
          var sem = new Semaphore(size);
          var inUse = new AtomicInteger();
          var acquired = new AtomicLong();
          var over = new AtomicBoolean();
          var threads = new java.util.concurrent.ConcurrentLinkedQueue<Thread>();
          var users = new WaitGroup();
          for (int u = 0; u < 12; u++) {
            boolean plain = u % 3 == 0;
            users.go(
                () -> {
                  if (!plain) {
                    threads.add(Thread.currentThread());
                  }
                  for (int i = 0; i < Tier.work(2_000); i++) {
                    int amount = random(size + 1);
                    try (var ctx =
                        Context.withTimeout(
                            Context.background(),
                            plain ? LONG : Duration.ofNanos(random(300_000)))) {
                      sem.acquire(ctx, amount);
                      assertTrue(inUse.addAndGet(amount) <= size);
                      acquired.incrementAndGet();
                      if (i % 4 == 0) {
                        Go.gosched();
                      }
                      inUse.addAndGet(-amount);
                      sem.release(amount);
                    } catch (DeadlineExceeded e) {
                      assertFalse(plain);
                    } catch (InterruptedOperationException e) {
                      Thread.interrupted();
                    }
                  }
                });
          }
          var interrupter = new WaitGroup();
          interrupter.go(
              () -> {
                while (!over.get()) {
                  threads.forEach(Thread::interrupt);
                  Go.sleep(Duration.ofNanos(random(200_000)));
                }
              });
          users.await();
          over.set(true);
          interrupter.await();
          assertTrue(sem.tryAcquire(size), "all has come back");
          assertTrue(acquired.get() > 0);
        });
  }

  /** Each caller gets the value of a call that ran while it waited. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void sharedCalls(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var flights = new SingleFlight<Integer, Long>();
          var running = new AtomicInteger[] {new AtomicInteger(), new AtomicInteger()};
          var calls = new AtomicLong[] {new AtomicLong(), new AtomicLong()};
          var all = new WaitGroup();
          for (int w = 0; w < 10; w++) {
            all.go(
                () -> {
                  for (int i = 0; i < Tier.work(2_000); i++) {
                    int key = i % 2;
                    long begun = calls[key].get();
                    var result =
                        i % 5 == 0
                            ? flights.callChan(key, () -> call(running[key], calls[key])).recv()
                            : flights.call(key, () -> call(running[key], calls[key]));
                    assertTrue(result.value() >= begun, "a result of before the call");
                  }
                });
          }
          all.await();
        });
  }

  private static long call(AtomicInteger running, AtomicLong calls) {
    assertEquals(1, running.incrementAndGet(), "two calls for one key at once");
    long n = calls.incrementAndGet();
    if (n % 3 == 0) {
      Go.gosched();
    }
    running.decrementAndGet();
    return n;
  }

  /** Selects over the ends of many contexts, by timers that fire and that are stopped. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void timeoutsAndCancelsRace(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var all = new WaitGroup();
          for (int w = 0; w < 8; w++) {
            all.go(
                () -> {
                  for (int i = 0; i < Tier.work(1_500); i++) {
                    try (var parent =
                            Context.withTimeout(
                                Context.background(), Duration.ofNanos(random(100_000)));
                        var child =
                            Context.withTimeout(parent, Duration.ofNanos(random(100_000)))) {
                      if (i % 2 == 0) {
                        Go.go(child::cancel);
                      }
                      String how =
                          select(
                              recv(child.done(), end -> "child"),
                              recv(parent.done(), end -> "parent"),
                              after(LONG, () -> "hangs"));
                      assertFalse(how.equals("hangs"));
                      ContextException err =
                          (how.equals("child") ? child : parent).err().orElseThrow();
                      assertTrue(
                          err instanceof DeadlineExceeded
                              || (how.equals("child") && err instanceof Canceled));
                    }
                  }
                });
          }
          all.await();
        });
  }
}
