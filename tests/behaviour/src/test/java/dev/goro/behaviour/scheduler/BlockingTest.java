package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Task;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What blocks in the JDK parks the goroutine and frees its P, and does not hold a thread: a hundred
 * goroutines wait at GOMAXPROCS=1, others run meanwhile, and the number of Ms does not grow with
 * them.
 */
class BlockingTest {
  private static final int WAITERS = 100;

  private static int machines() {
    var threads = new Thread[Thread.activeCount() + 1_000];
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    int n = root.enumerate(threads, true);
    int machines = 0;
    for (int i = 0; i < n; i++) {
      if (threads[i].getName().startsWith("goro-M")) {
        machines++;
      }
    }
    return machines;
  }

  /** Runs a hundred goroutines that wait, sees that they hold no threads, then releases them. */
  private static void parks(Task wait, Task release) throws Exception {
    onMainAtProcs(
        1,
        () -> {
          int before = machines();
          Queue<Thread> waiting = new ConcurrentLinkedQueue<>();
          var wg = new WaitGroup();
          for (int i = 0; i < WAITERS; i++) {
            wg.go(
                () -> {
                  waiting.add(Thread.currentThread());
                  wait.run();
                });
          }
          Eventually.that(
              "all wait",
              () ->
                  waiting.size() == WAITERS
                      && waiting.stream().noneMatch(t -> t.getState() == Thread.State.RUNNABLE));
          // The P is free: others run.
          Chan<Integer> c = Chan.make();
          go(() -> c.send(1));
          assertEquals(1, c.recv());
          int more = machines() - before;
          assertTrue(more < WAITERS / 4, () -> more + " more threads for " + WAITERS + " waiters");
          release.run();
          wg.await();
        });
  }

  @Test
  void threadSleep() throws Exception {
    var sleeping = new ConcurrentLinkedQueue<Thread>();
    parks(
        () -> {
          sleeping.add(Thread.currentThread());
          try {
            Thread.sleep(3_600_000);
          } catch (InterruptedException e) {
            return; // the release
          }
          throw new AssertionError("it slept for an hour");
        },
        () -> sleeping.forEach(Thread::interrupt));
  }

  @Test
  void synchronizedBlocks() throws Exception {
    var monitor = new Object();
    var entered = new int[1];
    var held = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var holder =
        Thread.ofPlatform()
            .start(
                () -> {
                  synchronized (monitor) {
                    held.countDown();
                    awaitUninterruptibly(release);
                  }
                });
    held.await();
    parks(
        () -> {
          synchronized (monitor) {
            entered[0]++;
          }
        },
        release::countDown);
    holder.join();
    assertEquals(WAITERS, entered[0]);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void objectWait() throws Exception {
    var monitor = new Object();
    var go = new boolean[1];
    parks(
        () -> {
          synchronized (monitor) {
            while (!go[0]) {
              monitor.wait();
            }
          }
        },
        () -> {
          synchronized (monitor) {
            go[0] = true;
            monitor.notifyAll();
          }
        });
  }

  @Test
  void reentrantLock() throws Exception {
    var lock = new ReentrantLock();
    lock.lock();
    var release = new CountDownLatch(1);
    var inside = new int[1];
    // The lock belongs to this thread, and so this thread must give it back.
    var body =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    parks(
                        () -> {
                          lock.lock();
                          inside[0]++;
                          lock.unlock();
                        },
                        release::countDown);
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                });
    release.await();
    lock.unlock();
    body.join();
    assertEquals(WAITERS, inside[0]);
  }

  @Test
  void conditions() throws Exception {
    var lock = new ReentrantLock();
    var ready = lock.newCondition();
    var go = new boolean[1];
    parks(
        () -> {
          lock.lock();
          try {
            while (!go[0]) {
              ready.await();
            }
          } finally {
            lock.unlock();
          }
        },
        () -> {
          lock.lock();
          go[0] = true;
          ready.signalAll();
          lock.unlock();
        });
  }

  @Test
  void blockingQueues() throws Exception {
    var queue = new ArrayBlockingQueue<Integer>(1);
    parks(
        queue::take,
        () -> {
          for (int i = 0; i < WAITERS; i++) {
            queue.put(i);
          }
        });
    var handOver = new SynchronousQueue<Integer>();
    parks(
        handOver::take,
        () -> {
          for (int i = 0; i < WAITERS; i++) {
            handOver.put(i);
          }
        });
  }

  @Test
  void latchesSemaphoresAndBarriers() throws Exception {
    var latch = new CountDownLatch(1);
    parks(latch::await, latch::countDown);
    var semaphore = new Semaphore(0);
    parks(semaphore::acquire, () -> semaphore.release(WAITERS));
    var barrier = new CyclicBarrier(WAITERS + 1);
    parks(barrier::await, barrier::await);
  }

  @Test
  void futures() throws Exception {
    var future = new CompletableFuture<Integer>();
    parks(() -> assertEquals(5, future.get()), () -> future.complete(5));
    var joined = new CompletableFuture<Integer>();
    parks(joined::join, () -> joined.complete(5));
  }

  @Test
  void threadJoin() throws Exception {
    var release = new CountDownLatch(1);
    var thread = Thread.ofPlatform().start(() -> awaitUninterruptibly(release));
    parks(thread::join, release::countDown);
  }

  @Test
  void lockSupport() throws Exception {
    var parked = new ConcurrentLinkedQueue<Thread>();
    var go = new boolean[1];
    parks(
        () -> {
          parked.add(Thread.currentThread());
          while (!read(go)) {
            LockSupport.park();
          }
        },
        () -> {
          synchronized (go) {
            go[0] = true;
          }
          parked.forEach(LockSupport::unpark);
        });
  }

  private static boolean read(boolean[] flag) {
    synchronized (flag) {
      return flag[0];
    }
  }

  private static ProcessBuilder cat() {
    return new ProcessBuilder("cat");
  }

  /** The goroutine that feeds the child runs only if those that wait for it have freed the P. */
  @Test
  void processesAndTheirStreams() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          Process process = cat().start();
          Chan<String> read = Chan.make(1);
          Chan<Integer> ended = Chan.make(1);
          go(() -> ended.send(process.waitFor()));
          go(() -> read.send(new String(process.getInputStream().readAllBytes())));
          Go.gosched();
          go(
              () -> {
                try (var out = process.getOutputStream()) {
                  out.write("through the child".getBytes());
                }
              });
          assertEquals("through the child", read.recv());
          assertEquals(0, ended.recv());
        });
  }

  /**
   * Opening a FIFO blocks in the kernel until the other end is opened too: by a goroutine that
   * needs the P.
   */
  @Test
  void filesThatBlockInTheKernel(@TempDir Path folder) throws Exception {
    Path fifo = folder.resolve("fifo");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    onMainAtProcs(
        1,
        () -> {
          Chan<String> read = Chan.make(1);
          go(() -> read.send(Files.readString(fifo)));
          Go.gosched();
          go(() -> Files.writeString(fifo, "through the fifo"));
          assertEquals("through the fifo", read.recv());
        });
  }
}
