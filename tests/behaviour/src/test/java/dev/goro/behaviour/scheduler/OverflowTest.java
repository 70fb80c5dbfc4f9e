package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Task;
import dev.goro.context.Context;
import dev.goro.sync.Cond;
import dev.goro.sync.Mutex;
import dev.goro.sync.RWMutex;
import dev.goro.sync.Semaphore;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.GoroTest;
import dev.goro.time.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A recursion that does something of Goro's at each level overflows its stack amid that more often
 * than not. Then it was not done, and nothing else suffers: no lock stays taken, no goroutine is
 * lost.
 *
 * <p>Go has no such thing: there an overflow ends the program.
 */
@GoroTest(seconds = 30)
class OverflowTest {
  private static final int OVERFLOWS = 15;

  /** How often the step was done: written by the threads that recurse, one after the other. */
  private int done;

  /** Recurses until there is no room, again and again; on small stacks, so that it is soon. */
  private int overflow(Task step) throws Exception {
    done = 0;
    for (int i = 0; i < OVERFLOWS; i++) {
      var caught = new AtomicInteger();
      var thread =
          new Thread(
              null,
              () -> {
                try {
                  recurse(step);
                } catch (StackOverflowError e) {
                  caught.incrementAndGet();
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              },
              "small",
              250_000);
      thread.start();
      thread.join();
      assertEquals(1, caught.get());
    }
    assertTrue(done > OVERFLOWS, () -> done + " times");
    return done;
  }

  private int recurse(Task step) throws Exception {
    step.run();
    done++;
    return recurse(step) + 1;
  }

  @Test
  void aSend() throws Exception {
    Chan<Integer> c = Chan.make();
    var received = new AtomicInteger();
    var end = new WaitGroup();
    end.go(
        () -> {
          for (int _ : c) {
            received.incrementAndGet();
          }
        });
    int sent = overflow(() -> c.send(1));
    c.close();
    end.await();
    assertEquals(sent, received.get());
  }

  @Test
  void aReceive() throws Exception {
    Chan<Integer> c = Chan.make();
    Chan<Void> quit = Chan.make();
    var sent = new AtomicInteger();
    var end = new WaitGroup();
    end.go(
        () -> {
          while (select(send(c, 1, () -> true), recv(quit, _ -> false))) {
            sent.incrementAndGet();
          }
        });
    int received = overflow(c::recv);
    quit.close();
    end.await();
    assertEquals(received, sent.get());
  }

  @Test
  void aBufferedChannel() throws Exception {
    Chan<Integer> there = Chan.make(4);
    Chan<Integer> back = Chan.make(OVERFLOWS + 4); // for what an overflow leaves there
    var end = new WaitGroup();
    end.go(
        () -> {
          for (int v : there) {
            back.send(v);
          }
          back.close();
        });
    var ahead = new AtomicInteger();
    overflow(
        () -> {
          there.send(1);
          ahead.incrementAndGet();
          back.recv();
          ahead.decrementAndGet();
        });
    there.close();
    while (back.recv() != null) {
      ahead.decrementAndGet();
    }
    end.await();
    assertEquals(0, ahead.get());
  }

  @Test
  void aSelect() throws Exception {
    Chan<Integer> a = Chan.make();
    Chan<Integer> b = Chan.make();
    Chan<Void> quit = Chan.make();
    var others = new AtomicInteger();
    var end = new WaitGroup();
    end.go(
        () -> {
          while (select(
              recv(a, _ -> true), //
              send(b, 2, () -> true),
              recv(quit, _ -> false))) {
            others.incrementAndGet();
          }
        });
    int mine =
        overflow(
            () ->
                select(
                    send(a, 1, () -> 1), //
                    recv(b, v -> v)));
    quit.close();
    end.await();
    assertEquals(mine, others.get());
    assertEquals("nothing", select(recv(a, _ -> "a"), otherwise(() -> "nothing")));
  }

  @Test
  void aClose() throws Exception {
    var ended = new AtomicInteger();
    var closed = new AtomicInteger();
    overflow(
        () -> {
          Chan<Void> c = Chan.make();
          go(
              () -> {
                c.recv();
                ended.incrementAndGet();
              });
          Go.sleep(Duration.ofNanos(1));
          c.close();
          closed.incrementAndGet();
        });
    Eventually.equal("those who saw the end", closed.get(), ended::get);
  }

  @Test
  void aMutex() throws Exception {
    var mutex = new Mutex();
    int[] n = new int[1];
    counts(
        n,
        () -> {
          mutex.lock();
          n[0]++;
          mutex.unlock();
        });
  }

  @Test
  void aReadWriteMutex() throws Exception {
    var mutex = new RWMutex();
    int[] n = new int[1];
    counts(
        n,
        () -> {
          mutex.rLock();
          mutex.rUnlock();
          mutex.lock();
          n[0]++;
          mutex.unlock();
        });
  }

  @Test
  void aSemaphore() throws Exception {
    var semaphore = new Semaphore(1);
    int[] n = new int[1];
    counts(
        n,
        () -> {
          semaphore.acquire(Context.background(), 1);
          n[0]++;
          semaphore.release(1);
        });
  }

  /** The step adds one while it holds a lock that a goroutine beside wants as well. */
  private void counts(int[] n, Task step) throws Exception {
    Chan<Void> quit = Chan.make();
    var beside = new AtomicInteger();
    var end = new WaitGroup();
    end.go(
        () -> {
          while (quit.tryRecv().isEmpty()) {
            step.run();
            beside.incrementAndGet();
          }
        });
    int mine = overflow(step);
    quit.close();
    end.await();
    step.run(); // nobody holds it
    assertEquals(mine + beside.get() + 1, n[0]);
  }

  @Test
  void aStart() throws Exception {
    var ran = new AtomicInteger();
    int before = Eventually.settled(Go::numGoroutine);
    int started = overflow(() -> go(ran::incrementAndGet));
    Eventually.equal("those that ran", started, ran::get);
    Eventually.atMost("the number of goroutines", before, Go::numGoroutine);
  }

  @Test
  void aWaitGroup() throws Exception {
    var ran = new AtomicInteger();
    var group = new WaitGroup();
    int started = overflow(() -> group.go(ran::incrementAndGet));
    group.await();
    assertEquals(started, ran.get());
  }

  @Test
  void aCondition() throws Exception {
    var mutex = new Mutex();
    var cond = new Cond(mutex);
    int[] tokens = new int[1];
    var took = new AtomicInteger();
    var end = new WaitGroup();
    end.go(
        () -> {
          mutex.lock();
          while (tokens[0] >= 0) {
            while (tokens[0] == 0) {
              cond.await();
            }
            if (tokens[0] > 0) {
              tokens[0]--;
              took.incrementAndGet();
            }
          }
          mutex.unlock();
        });
    var gave = new AtomicInteger();
    overflow(
        () -> {
          mutex.lock();
          tokens[0]++;
          gave.incrementAndGet();
          mutex.unlock();
          cond.signal();
        });
    cond.signal(); // that of the last one may have overflown
    Eventually.equal("the tokens that were taken", gave.get(), took::get);
    mutex.lock();
    tokens[0] = -1;
    mutex.unlock();
    cond.signal();
    end.await();
  }

  @Test
  void aContext() throws Exception {
    var saw = new AtomicInteger();
    var canceled = new AtomicInteger();
    overflow(
        () -> {
          var context = Context.withCancel(Context.background());
          go(
              () -> {
                context.done().recv();
                saw.incrementAndGet();
              });
          context.cancel();
          canceled.incrementAndGet();
        });
    Eventually.equal("those who saw the end", canceled.get(), saw::get);
  }

  @Test
  void aTimer() throws Exception {
    var fired = new AtomicInteger();
    int set =
        overflow(
            () -> {
              Timer.afterFunc(Duration.ofMillis(1), fired::incrementAndGet);
              Timer.afterFunc(Duration.ofDays(1), fired::incrementAndGet).stop();
            });
    Eventually.that("all have fired: " + set, () -> fired.get() >= set);
    Go.sleep(Duration.ofMillis(1)); // and the heap can be locked
  }
}
