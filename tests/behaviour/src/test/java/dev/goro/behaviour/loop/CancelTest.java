package dev.goro.behaviour.loop;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.Select;
import dev.goro.Task;
import dev.goro.loop.EventLoop;
import dev.goro.loop.LoopPromise;
import dev.goro.loop.LoopTask;
import dev.goro.sync.Mutex;
import dev.goro.testing.Goroutines;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cancellation, or a time limit, ends whatever a task waits in: also what is not the loop's. */
class CancelTest {
  /** Something that waits for ever. */
  private record Wait(String name, Task task) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Wait> waits() {
    Chan<Integer> channel = Chan.make();
    var mutex = new Mutex();
    mutex.lock();
    var lock = new ReentrantLock();
    return Stream.of(
        new Wait("receive", channel::recv),
        new Wait("send", () -> channel.send(1)),
        new Wait("select", () -> Select.select(Select.recv(channel), Select.after(ofHours(1)))),
        new Wait("Go.sleep", () -> Go.sleep(ofHours(1))),
        new Wait("mutex", mutex::lock),
        new Wait("Thread.sleep", () -> Thread.sleep(ofHours(1))),
        new Wait("queue", () -> new LinkedBlockingQueue<String>().take()),
        new Wait("latch", () -> new CountDownLatch(1).await()),
        new Wait("condition", () -> waitFor(lock)),
        new Wait("monitor", CancelTest::waitInMonitor),
        new Wait("socket", CancelTest::readFromSocket),
        new Wait("outside", () -> EventLoop.current().toThread(() -> channel.recv())));
  }

  private static void waitFor(ReentrantLock lock) throws InterruptedException {
    lock.lock();
    try {
      lock.newCondition().await();
    } finally {
      lock.unlock();
    }
  }

  private static void waitInMonitor() throws InterruptedException {
    var monitor = new Object();
    synchronized (monitor) {
      monitor.wait();
    }
  }

  private static void readFromSocket() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = new Socket(server.getInetAddress(), server.getLocalPort());
        var accepted = server.accept()) {
      accepted.getInputStream().read();
    }
  }

  @ParameterizedTest
  @MethodSource("waits")
  void aCancellationEndsIt(Wait wait) throws Exception {
    Goroutines.onMain(
        () ->
            EventLoop.run(
                () -> {
                  var loop = EventLoop.current();
                  boolean[] finallyRan = new boolean[1];
                  var task =
                      loop.task(
                          () -> {
                            try {
                              wait.task.run();
                            } finally {
                              finallyRan[0] = true;
                            }
                          });
                  loop.sleep(ofMillis(2));
                  assertTrue(task.cancel("enough"));
                  assertThrows(CancellationException.class, task::await);
                  assertTrue(task.isCancelled());
                  assertTrue(finallyRan[0]);
                }));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void aTimeLimitEndsItAndLeavesNoInterrupt(Wait wait) throws Exception {
    Goroutines.onMain(
        () ->
            EventLoop.run(
                () -> {
                  var loop = EventLoop.current();
                  assertThrows(TimeoutException.class, () -> loop.timeout(ofMillis(2), wait.task));
                  assertFalse(Thread.currentThread().isInterrupted());
                  assertEquals(0, loop.currentTask().orElseThrow().cancelling());
                  loop.sleep(ofMillis(1));
                }));
  }

  @Test
  void aCancellationThatWasCaughtIsSpent() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          Chan<Integer> channel = Chan.make();
          var jdk =
              loop.task(
                  () -> {
                    assertThrows(InterruptedException.class, () -> Thread.sleep(ofHours(1)));
                    loop.sleep(ofMillis(1)); // it has had it
                    return "went on";
                  });
          var goro =
              loop.task(
                  () -> {
                    assertThrows(InterruptedOperationException.class, channel::recv);
                    assertTrue(Thread.interrupted()); // as after every interrupt of Goro's waits
                    loop.sleep(ofMillis(1));
                    return "went on too";
                  });
          loop.sleep(ofMillis(1));
          jdk.cancel();
          goro.cancel();
          assertEquals("went on", jdk.await());
          assertEquals("went on too", goro.await());
        });
  }

  @Test
  void anInterruptByOthersIsNoCancellation() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          LoopPromise<String> promise = loop.promise();
          LoopPromise<Thread> thread = loop.promise();
          var task =
              loop.task(
                  () -> {
                    thread.setResult(Thread.currentThread());
                    return promise.await();
                  });
          thread.await().interrupt();
          assertThrows(InterruptedOperationException.class, task::await);
          assertFalse(task.isCancelled());
          assertFalse(promise.isDone(), "an interrupt cancels nothing");
        });
  }

  @Test
  void aCancellationReachesWhatIsAwaitedAtOnceAndDownARow() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          LoopPromise<String> promise = loop.promise();
          var inner = loop.task(() -> promise.await());
          var middle = loop.task(() -> inner.await());
          var outer = loop.task(() -> loop.gather(middle).await());
          loop.sleep(ofMillis(1));
          outer.cancel("enough");
          assertTrue(promise.isCancelled(), "before any of the tasks has had a turn");
          for (LoopTask<?> task : List.of(outer, middle, inner)) {
            var thrown = assertThrows(CancellationException.class, task::await);
            assertEquals("enough", thrown.getMessage());
            assertTrue(task.isCancelled());
          }
        });
  }

  @Test
  void aCancellationThatComesBeforeTheWaitReachesWhatIsAwaitedThen() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          LoopPromise<String> promise = loop.promise();
          var task =
              loop.task(
                  () -> {
                    loop.currentTask().orElseThrow().cancel("by itself");
                    return promise.await();
                  });
          var thrown = assertThrows(CancellationException.class, task::await);
          assertEquals("by itself", thrown.getMessage());
          assertTrue(promise.isCancelled());
        });
  }

  @Test
  void manyThatAwaitOneAreCancelledWithIt() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          LoopPromise<String> promise = loop.promise();
          var first = loop.task(() -> promise.await());
          var second = loop.task(() -> promise.await());
          var shielded = loop.task(() -> loop.shield(promise).await());
          loop.sleep(ofMillis(1));
          shielded.cancel();
          assertThrows(CancellationException.class, shielded::await);
          assertFalse(promise.isDone());
          first.cancel("of one");
          assertTrue(promise.isCancelled());
          assertEquals(
              "of one", assertThrows(CancellationException.class, second::await).getMessage());
          assertThrows(CancellationException.class, first::await);
        });
  }
}
