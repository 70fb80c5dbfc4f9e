package dev.goro.behaviour.threads;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.OneThread;
import dev.goro.Task;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Program;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.awt.EventQueue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Many goroutines take turns on the thread of somebody's executor. */
class OneThreadExecutorTest {
  private int count;

  /**
   * What every executor must bear: sharing, waiting, visiting and going out; returns the carriers.
   */
  private Set<String> tour(Executor executor) throws Exception {
    Set<String> carriers = new HashSet<>();
    onMain(
        () -> {
          try (var one = Go.onOneThread(executor)) {
            Chan<Integer> values = Chan.make();
            for (int i = 0; i < 1_000; i++) {
              one.go(
                  () -> {
                    values.send(1);
                    int seen = count;
                    carriers.add(Carrier.name());
                    count = seen + 1;
                    Go.sleep(Duration.ofNanos(100));
                    count++;
                  });
            }
            var wg = new WaitGroup();
            for (int i = 0; i < 100; i++) {
              wg.go(
                  () -> {
                    values.recv();
                    one.run(() -> count++);
                  });
            }
            for (int i = 0; i < 900; i++) {
              values.recv();
            }
            wg.await();
            one.run(() -> OneThread.outside(() -> assertFalse(one.isCurrent())));
          }
          assertEquals(2_100, count);
        });
    return carriers;
  }

  @Test
  void aSingleThreadExecutor() throws Exception {
    try (var executor =
        Executors.newSingleThreadExecutor(r -> new Thread(r, "the executor's thread"))) {
      assertEquals(Set.of("the executor's thread"), tour(executor));
      assertEquals("open", executor.submit(() -> "open").get());
    }
  }

  @Test
  void anEventLoopOfOnesOwn() throws Exception {
    var events = new LinkedBlockingQueue<Runnable>();
    var stop = new AtomicBoolean();
    var loop =
        Thread.ofPlatform()
            .name("loop")
            .start(
                () -> {
                  try {
                    while (!stop.get()) {
                      events.take().run();
                    }
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    assertEquals(Set.of("loop"), tour(events::add));
    events.add(() -> stop.set(true));
    loop.join();
  }

  @Test
  void theLoopsOwnEventsComeBetween() throws Exception {
    try (var executor = Executors.newSingleThreadExecutor()) {
      onMain(
          () -> {
            var event = new AtomicBoolean();
            try (var one = Go.onOneThread(executor)) {
              one.go(
                  () -> {
                    executor.execute(() -> event.set(true));
                    while (!event.get()) {
                      Go.gosched(); // its turns would never end by themselves
                    }
                  });
            }
          });
    }
  }

  @Test
  void swing() throws Exception {
    System.setProperty("java.awt.headless", "true");
    var edt = new AtomicReference<String>();
    EventQueue.invokeAndWait(() -> edt.set(Thread.currentThread().getName()));
    assertEquals(Set.of(edt.get()), tour(EventQueue::invokeLater));
    onMain(
        () -> {
          try (var ui = Go.onOneThread(EventQueue::invokeLater)) {
            ui.run(
                () -> {
                  assertFalse(EventQueue.isDispatchThread(), "the current thread is the goroutine");
                  var inside = new AtomicBoolean();
                  EventQueue.invokeAndWait(() -> inside.set(EventQueue.isDispatchThread()));
                  assertTrue(inside.get());
                });
          }
        });
  }

  @Test
  void netty() throws Exception {
    var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      Set<String> carriers = tour(group.next());
      assertEquals(1, carriers.size(), carriers::toString);
      onMain(
          () -> {
            try (var one = Go.onOneThread(group.next())) {
              one.run(
                  () -> {
                    assertFalse(group.next().inEventLoop(), "the current thread is the goroutine");
                    assertEquals(3, group.next().schedule(() -> 3, 1, TimeUnit.MILLISECONDS).get());
                  });
            }
          });
    } finally {
      group.shutdownGracefully(0, 0, TimeUnit.SECONDS).await();
    }
  }

  @Test
  void onSeveralThreadsStillOneAtATime() throws Exception {
    try (var executor = Executors.newFixedThreadPool(3)) {
      tour(executor);
    }
  }

  @Test
  void aRunThatWasNotAskedForIsNone() throws Exception {
    try (var executor = Executors.newFixedThreadPool(2)) {
      tour(
          task -> {
            executor.execute(task);
            executor.execute(task);
          });
    }
  }

  /** In a program of its own, since it tells of the failure. */
  private static void withFailing(Executor executor, Task onStarted) throws Exception {
    Go.onPanic(panic -> System.out.println("panic " + panic.cause().getMessage()));
    Go.run(
        () -> {
          var one = Go.onOneThread(executor);
          var finished = new AtomicInteger();
          try {
            one.go(finished::incrementAndGet);
          } catch (IllegalStateException e) {
            System.out.println("refused " + e.getMessage());
          }
          onStarted.run();
          try {
            one.run(() -> System.out.println("may not run"));
          } catch (IllegalStateException e) {
            System.out.println("refused " + e.getMessage());
          }
          one.close();
          System.out.println("closed " + finished.get());
        });
  }

  private static void assertFails(Class<?> program, String reason) {
    var result = Program.of(program).asPlainJava().run();
    assertEquals(0, result.exitCode(), result::toString);
    var lines = result.out().lines().sorted().toList(); // the panic may come before or after
    assertEquals(3, lines.size(), result::toString);
    assertEquals("closed 0", lines.get(0), result::toString);
    assertTrue(lines.get(1).startsWith("panic the executor of a OneThread"), result::toString);
    assertTrue(lines.get(1).contains(reason), result::toString);
    assertTrue(lines.get(2).startsWith("refused the executor of a OneThread"), result::toString);
    assertEquals(1, result.err().lines().count(), result::toString);
    assertTrue(result.err().contains(reason), result::toString);
  }

  static class Inline {
    static void main() throws Exception {
      withFailing(Runnable::run, () -> {});
    }
  }

  @Test
  void oneThatRunsInsideExecuteIsRefused() {
    assertFails(Inline.class, "ran a turn inside execute()");
  }

  static class Virtual {
    static void main() throws Exception {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        withFailing(executor, () -> {});
      }
    }
  }

  @Test
  void oneOfVirtualThreadsIsRefused() {
    assertFails(Virtual.class, "ran a turn on a virtual thread");
  }

  static class ShutDown {
    static void main() throws Exception {
      var executor = Executors.newSingleThreadExecutor();
      executor.shutdown();
      withFailing(executor, () -> {});
    }
  }

  @Test
  void oneThatRefusesIsToldOf() {
    assertFails(
        ShutDown.class, "refused a turn with java.util.concurrent.RejectedExecutionException");
  }

  static class ShutDownLater {
    static void main() throws Exception {
      Go.run(
          () -> {
            var executor = Executors.newSingleThreadExecutor();
            var one = Go.onOneThread(executor);
            Chan<Integer> gate = Chan.make();
            var wg = new WaitGroup();
            int[] ended = new int[1];
            for (int i = 0; i < 100; i++) {
              wg.add(1);
              one.go(
                  () -> {
                    wg.done();
                    try {
                      gate.recv();
                    } finally {
                      int seen = ended[0];
                      Go.gosched();
                      ended[0]++;
                      assert seen <= ended[0];
                    }
                  });
            }
            wg.await();
            one.run(() -> {}); // behind the last of them, so that all wait
            executor.close();
            go(gate::close);
            one.close();
            System.out.println("ended " + ended[0]);
          });
    }
  }

  @Test
  void thoseThatHaveBegunComeToTheirEnd() {
    var result = Program.of(ShutDownLater.class).asPlainJava().run();
    assertEquals("ended 100", result.out().strip(), result::toString);
    assertEquals(1, result.err().lines().count(), result::toString);
    assertTrue(result.err().contains("RejectedExecutionException"), result::toString);
  }

  static class Dropped {
    static void main() throws Exception {
      Go.run(
          () -> {
            var executor = Executors.newSingleThreadExecutor();
            var one = Go.onOneThread(executor);
            Chan<Integer> gate = Chan.make();
            Chan<Integer> result = Chan.make(1);
            one.go(() -> result.send(gate.recv()));
            one.run(() -> {}); // behind it
            var blocks = new CountDownLatch(1);
            var blocked = new CountDownLatch(1);
            executor.execute(
                () -> {
                  blocks.countDown();
                  try {
                    blocked.await(); // until shutdownNow interrupts it
                  } catch (InterruptedException e) {
                    System.out.println("interrupted");
                  }
                });
            blocks.await();
            gate.send(5); // its turn stands in the executor's queue
            System.out.println("dropped " + executor.shutdownNow().size());
            System.out.println("result " + result.recv());
            one.close();
          });
    }
  }

  @Test
  void whatIsDroppedIsFound() {
    var result = Program.of(Dropped.class).asPlainJava().run();
    assertEquals(
        List.of("dropped 1", "interrupted", "result 5"),
        result.out().lines().sorted().toList(),
        result::toString);
    assertTrue(result.err().contains("dropped a turn that it had accepted"), result::toString);
  }

  /** The last turn is longer than turns may be at once, and the executor is closed meanwhile. */
  static class ClosedAtTheEnd {
    static void main() throws Exception {
      for (int i = 0; i < 200; i++) {
        try (var executor = Executors.newSingleThreadExecutor()) {
          Go.run(
              () -> {
                try (var one = Go.onOneThread(executor)) {
                  one.go(
                      () -> {
                        long begin = System.nanoTime();
                        while (System.nanoTime() - begin < 2_000_000) {
                          Thread.onSpinWait();
                        }
                      });
                }
              });
        }
      }
      System.out.println("done");
    }
  }

  @Test
  void itAsksForNothingAfterTheEnd() {
    var result = Program.of(ClosedAtTheEnd.class).asPlainJava().run();
    assertEquals(new Program.Result(0, "done" + System.lineSeparator(), ""), result);
  }

  @Test
  void anExecutorIsNeeded() {
    assertThrows(NullPointerException.class, () -> Go.onOneThread(null));
  }
}
