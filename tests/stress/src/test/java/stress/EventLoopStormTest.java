package stress;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofNanos;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Task;
import dev.goro.loop.EventLoop;
import dev.goro.loop.LoopPromise;
import dev.goro.loop.LoopTask;
import dev.goro.loop.Outcome;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.GoroTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ends, cancellations, timers and hand-overs from other threads meet in an event loop: each task
 * ends once, as it must, and no two turns overlap.
 */
@GoroTest(seconds = 600)
class EventLoopStormTest {
  private static final int TASKS = 200;
  private static final long SEED = 25;

  /** Of the loop; not synchronised in any way. */
  private long sum;

  private boolean inside;

  private void add(long n) {
    if (inside) {
      throw new AssertionError("two at once");
    }
    inside = true;
    sum += n;
    inside = false;
  }

  private static void onLoop(int procs, Task body) throws Exception {
    onMainAtProcs(procs, () -> EventLoop.run(body));
  }

  /** Others end and cancel what the tasks await, by hand-overs, and the tasks themselves. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void endsAgainstCancellations(int procs) throws Exception {
    int rounds = Tier.work(80);
    onLoop(
        procs,
        () -> {
          for (int round = 0; round < rounds; round++) {
            endAndCancel(round);
          }
        });
  }

  private void endAndCancel(int round) throws Exception {
    var loop = EventLoop.current();
    var promises = new ArrayList<LoopPromise<Integer>>();
    var tasks = new ArrayList<LoopTask<Integer>>();
    for (int i = 0; i < TASKS; i++) {
      LoopPromise<Integer> promise = loop.promise();
      promises.add(promise);
      boolean shielded = i % 3 == 0;
      tasks.add(
          loop.task(
              () -> {
                int value = shielded ? loop.shield(promise).await() : promise.await();
                add(1);
                return value;
              }));
    }
    sum = 0;
    var others = new WaitGroup();
    for (int kind = 0; kind < 3; kind++) {
      int does = kind;
      others.add(1);
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                var random = new Random(SEED * round + does);
                for (int i = 0; i < TASKS; i++) {
                  int at = i;
                  loop.callSoonThreadsafe(
                      () -> {
                        var promise = promises.get(at);
                        switch (does) {
                          case 0 -> {
                            if (!promise.isDone()) {
                              promise.setResult(at);
                            }
                          }
                          case 1 -> {
                            if (at % 2 == 0) {
                              tasks.get(at).cancel();
                            }
                          }
                          default -> {
                            if (at % 5 == 0) {
                              promise.cancel();
                            }
                          }
                        }
                      });
                  if (random.nextInt(4) == 0) {
                    Thread.onSpinWait();
                  }
                }
                others.done();
              });
    }
    others.await();
    long values = 0;
    List<Outcome<Integer>> outcomes = loop.<Integer>gatherOutcomes(tasks).await();
    for (int i = 0; i < TASKS; i++) {
      switch (outcomes.get(i)) {
        case Outcome.Value<Integer>(var value) -> {
          assertEquals(i, value);
          values++;
        }
        case Outcome.Failure<Integer>(var e) -> {
          assertTrue(e instanceof CancellationException, e::toString);
          assertTrue(i % 2 == 0 || i % 5 == 0, "nobody cancelled " + i);
        }
      }
    }
    // A task that was cancelled after it had added ends cancelled only if it waits once more.
    assertEquals(values, sum);
  }

  /** Time limits that are over about when what they limit is. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void timeLimitsAgainstSleeps(int procs) throws Exception {
    int rounds = Tier.work(100);
    onLoop(
        procs,
        () -> {
          var loop = EventLoop.current();
          var tasks = new ArrayList<LoopTask<Integer>>();
          Chan<Integer> never = Chan.make();
          for (int t = 0; t < TASKS; t++) {
            int kind = t % 4;
            tasks.add(
                loop.task(
                    () -> {
                      int ended = 0;
                      for (int i = 0; i < rounds; i++) {
                        long nanos = ThreadLocalRandom.current().nextLong(1, 300_000);
                        try {
                          loop.timeout(
                              ofNanos(150_000),
                              () -> {
                                switch (kind) {
                                  case 0 -> loop.sleep(ofNanos(nanos));
                                  case 1 -> Go.sleep(ofNanos(nanos));
                                  case 2 -> never.tryRecv(ofNanos(nanos));
                                  default -> loop.timeout(ofNanos(nanos), () -> never.recv());
                                }
                              });
                        } catch (TimeoutException e) {
                          ended++;
                        }
                        assertEquals(0, loop.currentTask().orElseThrow().cancelling());
                        loop.sleep(ZERO); // would throw what was left behind
                        add(1);
                      }
                      return ended;
                    }));
          }
          for (int ended : loop.gather(tasks).await()) {
            assertTrue(ended <= rounds);
          }
          assertEquals((long) TASKS * rounds, sum);
        });
  }

  /** Threads and goroutines hand over, while the loop is stopped and run again. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void handOversWhileItIsStoppedAndRun(int procs) throws Exception {
    int each = Tier.work(8_000);
    onMainAtProcs(
        procs,
        () -> {
          var loop = new EventLoop();
          int others = 6;
          var handedOver = new WaitGroup();
          for (int i = 0; i < others; i++) {
            handedOver.add(1);
            Runnable hands =
                () -> {
                  for (int k = 0; k < each; k++) {
                    loop.callSoonThreadsafe(() -> add(1));
                    if (k % 500 == 0) {
                      loop.stop();
                    }
                  }
                  handedOver.done();
                };
            if (i % 2 == 0) {
              Thread.ofPlatform().daemon().start(hands);
            } else {
              Go.go(hands::run);
            }
          }
          var ender = new WaitGroup();
          ender.go(
              () -> {
                handedOver.await();
                loop.callSoonThreadsafe(() -> add(1));
                loop.stop();
              });
          while (sum < (long) others * each + 1) {
            loop.runForever();
            loop.stop(); // one batch each, until all are through
          }
          ender.await();
          loop.close();
          assertEquals((long) others * each + 1, sum);
        });
  }

  /** A stop that comes as the loop begins to run ends that run, or the next one at once. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void stopsAgainstStarts(int procs) throws Exception {
    int rounds = Tier.work(3_000);
    onMainAtProcs(
        procs,
        () -> {
          try (var loop = new EventLoop()) {
            Chan<Boolean> begins = Chan.make();
            var stopper = new WaitGroup();
            stopper.go(
                () -> {
                  while (begins.recv() != null) {
                    loop.stop();
                  }
                });
            for (int i = 0; i < rounds; i++) {
              begins.send(true);
              loop.runForever(); // for ever, if the stop were lost
            }
            begins.close();
            stopper.await();
          }
        });
  }

  /** Tasks go out, wait there, and are cancelled anywhere between. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void cancellationsOutside(int procs) throws Exception {
    int rounds = Tier.work(60);
    onLoop(
        procs,
        () -> {
          var loop = EventLoop.current();
          var random = new Random(SEED);
          Chan<Integer> never = Chan.make();
          for (int round = 0; round < rounds; round++) {
            var tasks = new ArrayList<LoopTask<Integer>>();
            for (int i = 0; i < TASKS; i++) {
              int kind = i % 3;
              tasks.add(
                  loop.task(
                      () -> {
                        for (int k = 0; k < 3; k++) {
                          loop.toThread(Go::gosched);
                          add(1);
                        }
                        if (kind == 0) {
                          loop.toThread(() -> never.recv());
                        } else if (kind == 1) {
                          loop.toThread(() -> Thread.sleep(60_000));
                        } else {
                          loop.sleep(ZERO);
                        }
                        return 1;
                      }));
            }
            while (!tasks.isEmpty()) {
              LoopTask<Integer> task = tasks.remove(random.nextInt(tasks.size()));
              if (random.nextBoolean()) {
                loop.sleep(ZERO);
              }
              if (task.cancel()) {
                try {
                  task.await();
                } catch (CancellationException e) {
                  assertTrue(task.isCancelled());
                }
              }
            }
          }
        });
  }

  /** Tasks from other threads, and their futures cancelled. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void submissions(int procs) throws Exception {
    int each = Tier.work(3_000);
    onLoop(
        procs,
        () -> {
          var loop = EventLoop.current();
          var done = new AtomicLong();
          loop.toThread(
              () -> {
                var threads = new WaitGroup();
                for (int t = 0; t < 4; t++) {
                  threads.go(() -> done.addAndGet(submit(loop, each)));
                }
                threads.await();
              });
          // Those that ended before the cancellation came are counted by both.
          assertTrue(done.get() <= sum, () -> done + " of " + sum);
        });
  }

  private long submit(EventLoop loop, int each) throws Exception {
    var futures = new ArrayList<CompletableFuture<Integer>>();
    for (int i = 0; i < each; i++) {
      futures.add(
          loop.submit(
              () -> {
                loop.sleep(ZERO);
                add(1);
                return 1;
              }));
      if (i % 3 == 0) {
        futures.getLast().cancel(true);
      }
    }
    long values = 0;
    for (var future : futures) {
      try {
        values += future.get();
      } catch (CancellationException e) {
        assertTrue(future.isCancelled());
      }
    }
    assertTrue(values >= each - (each + 2) / 3, "only " + values);
    return values;
  }
}
