package dev.goro.behaviour.loop;

import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.Task;
import dev.goro.loop.EventLoop;
import dev.goro.loop.LoopPromise;
import dev.goro.loop.LoopTask;
import dev.goro.loop.When;
import dev.goro.testing.Eventually;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event loop promises beyond what asyncio does, and what it refuses. */
class EventLoopTest {
  private static final int MANY = 2_000;

  /** Of the loop; not synchronised in any way. */
  private int count;

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void tasksShareDataWithoutALock(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () ->
            EventLoop.run(
                () -> {
                  var loop = EventLoop.current();
                  var tasks = new ArrayList<LoopTask<?>>();
                  for (int i = 0; i < MANY; i++) {
                    tasks.add(
                        loop.task(
                            () -> {
                              for (int k = 0; k < 10; k++) {
                                int seen = count;
                                assertTrue(loop.isCurrent());
                                count = seen + 1;
                                loop.sleep(ZERO);
                              }
                            }));
                  }
                  loop.gather(tasks).await();
                }));
    assertEquals(MANY * 10, count);
  }

  @Test
  void plainBlockingCodeParksTheTaskAlone() throws Exception {
    onMain(
        () ->
            EventLoop.run(
                () -> {
                  var loop = EventLoop.current();
                  Chan<String> channel = Chan.make();
                  var queue = new LinkedTransferQueue<String>();
                  var a = loop.task(() -> channel.recv());
                  var b = loop.task(queue::take);
                  var c =
                      loop.task(
                          () -> {
                            Thread.sleep(1);
                            Go.sleep(ofMillis(1));
                            return "slept";
                          });
                  loop.sleep(ZERO);
                  channel.send("received");
                  queue.add("taken");
                  assertEquals(List.of("received", "taken", "slept"), loop.gather(a, b, c).await());
                }));
  }

  @Test
  void aTaskHasANameAndItsGoroutineToo() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          LoopTask<String> named = loop.task("worker", () -> Thread.currentThread().getName());
          assertEquals("worker", named.await());
          assertEquals("worker", named.name());
          LoopTask<String> other = loop.task(() -> Thread.currentThread().getName());
          assertEquals(other.name(), other.await());
          assertEquals("task \"worker\" (done)", named.toString());
          var current = new AtomicReference<Optional<LoopTask<?>>>();
          loop.callSoon(() -> current.set(loop.currentTask()));
          loop.sleep(ZERO);
          assertEquals(Optional.empty(), current.get());
        });
  }

  @Test
  void aLoopMayRunInATaskOfAnother() throws Exception {
    onMain(
        () ->
            EventLoop.run(
                () -> {
                  var outer = EventLoop.current();
                  LoopPromise<Integer> answer = outer.promise();
                  outer.task(() -> answer.setResult(21));
                  int doubled =
                      EventLoop.run(
                          () -> {
                            assertFalse(outer.isCurrent());
                            return answer.await() * 2; // the outer loop goes on meanwhile
                          });
                  assertEquals(42, doubled);
                  assertTrue(outer.isCurrent());
                }));
  }

  @Test
  void whatATaskThrowsIsThrownToThoseThatAwaitIt() throws Exception {
    var thrown = new IOException("from the task");
    assertSame(
        thrown,
        assertThrows(
            IOException.class,
            () ->
                EventLoop.run(
                    () -> {
                      throw thrown;
                    })));
    var error = new AssertionError("an error too");
    assertSame(
        error,
        assertThrows(
            AssertionError.class,
            () ->
                EventLoop.run(
                    () -> {
                      EventLoop.current()
                          .task(
                              () -> {
                                throw error;
                              })
                          .await();
                    })));
  }

  @Test
  void aTaskThatEndsByGoexitFails() throws Exception {
    EventLoop.run(
        () -> {
          var task =
              EventLoop.current()
                  .task(
                      () -> {
                        throw Go.goexit();
                      });
          var e = assertThrows(IllegalStateException.class, task::await);
          assertTrue(e.getMessage().contains("goexit"), e::getMessage);
        });
  }

  @Test
  void aGoroutineOfTheLoopMayAwaitAndIsWaitedFor() throws Exception {
    var order = new ArrayList<String>();
    onMain(
        () ->
            EventLoop.run(
                () -> {
                  var loop = EventLoop.current();
                  LoopPromise<String> promise = loop.promise();
                  Go.go(
                      () -> {
                        order.add(promise.await());
                        loop.sleep(ofMillis(1));
                        order.add("after main's end");
                      });
                  loop.sleep(ZERO);
                  promise.setResult("awaited");
                  loop.sleep(ZERO);
                  order.add("main ends");
                }));
    assertEquals(List.of("awaited", "main ends", "after main's end"), order);
  }

  // ---- other threads

  @Test
  void othersAwaitFromOutside() throws Exception {
    onMain(
        () -> {
          try (var loop = new EventLoop()) {
            LoopPromise<String> promise = loop.promise();
            var results = new LinkedTransferQueue<String>();
            Go.go(() -> results.add("goroutine " + promise.await()));
            Thread.ofPlatform().start(() -> results.add("thread " + unchecked(promise)));
            loop.runUntilComplete(
                () -> {
                  loop.sleep(ofMillis(1));
                  promise.setResult("yes");
                });
            var seen = new ArrayList<String>();
            // Whoever comes late finds it done; whoever came early is told by the loop when it
            // runs.
            Eventually.that(
                "both have it",
                () -> {
                  results.drainTo(seen);
                  try {
                    loop.runUntilComplete(() -> loop.sleep(ZERO));
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                  return seen.size() == 2;
                });
            assertEquals(List.of("goroutine yes", "thread yes"), seen.stream().sorted().toList());
          }
        });
  }

  private static String unchecked(LoopPromise<String> promise) {
    try {
      return promise.await();
    } catch (Exception e) {
      return e.toString();
    }
  }

  @Test
  void anInterruptOutsideEndsTheWaitAlone() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          LoopPromise<String> promise = loop.promise();
          var thrown = new AtomicReference<Throwable>();
          Thread thread =
              Thread.ofPlatform()
                  .start(
                      () ->
                          thrown.set(
                              assertThrows(
                                  InterruptedOperationException.class, () -> promise.await())));
          Eventually.that("it waits", () -> thread.getState() == Thread.State.WAITING);
          thread.interrupt();
          loop.toThread(() -> thread.join());
          assertTrue(thrown.get() instanceof InterruptedOperationException);
          assertFalse(promise.isDone());
        });
  }

  @Test
  void submitStartsATaskFromAnyThread() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          loop.toThread(
              () -> {
                assertEquals("in it", loop.submit(() -> loop.isCurrent() ? "in it" : "?").get());
                var thrown = new IOException("x");
                var failed =
                    loop.submit(
                        () -> {
                          throw thrown;
                        });
                assertSame(thrown, assertThrows(ExecutionException.class, failed::get).getCause());
                var began = new CountDownLatch(1);
                var ended = new AtomicBoolean();
                var cancelled =
                    loop.submit(
                        () -> {
                          began.countDown();
                          try {
                            loop.sleep(ofHours(1));
                          } finally {
                            ended.set(true);
                          }
                          return 1;
                        });
                began.await();
                cancelled.cancel(true);
                Eventually.that("the task is cancelled", ended::get);
              });
        });
  }

  @Test
  void anInterruptOfTheCallerCancelsMain() throws Exception {
    var began = new CountDownLatch(1);
    var messages = new ArrayList<String>();
    var thrown = new AtomicReference<Throwable>();
    var flag = new AtomicBoolean();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    EventLoop.run(
                        () -> {
                          began.countDown();
                          try {
                            EventLoop.current().sleep(ofHours(1));
                          } catch (CancellationException e) {
                            EventLoop.current().sleep(ofMillis(1));
                            messages.add(e.getMessage());
                            throw e;
                          }
                        });
                  } catch (Throwable t) {
                    thrown.set(t);
                    flag.set(Thread.currentThread().isInterrupted());
                  }
                });
    began.await();
    caller.interrupt();
    caller.join();
    assertEquals(List.of("the caller of EventLoop.run was interrupted"), messages);
    assertTrue(thrown.get() instanceof InterruptedOperationException, () -> "" + thrown.get());
    assertTrue(flag.get());
  }

  @Test
  void anInterruptOfRunForeverStopsIt() throws Exception {
    try (var loop = new EventLoop()) {
      var task = loop.task(() -> loop.sleep(ofHours(1)));
      Thread.currentThread().interrupt();
      assertThrows(InterruptedOperationException.class, loop::runForever);
      assertTrue(Thread.interrupted());
      assertFalse(loop.isRunning());
      assertFalse(task.isDone());
      task.cancel();
      assertThrows(CancellationException.class, () -> loop.runUntilComplete(task));
    }
  }

  @Test
  void workOutsideRunsBesideTheLoop() throws Exception {
    onMainAtProcs(
        2,
        () ->
            EventLoop.run(
                () -> {
                  var loop = EventLoop.current();
                  var others = new AtomicBoolean();
                  var outside =
                      loop.task(
                          () ->
                              loop.toThread(
                                  () -> {
                                    assertFalse(loop.isCurrent());
                                    while (!others.get()) {
                                      Thread.onSpinWait();
                                    }
                                    return "computed";
                                  }));
                  loop.task(() -> others.set(true));
                  assertEquals("computed", outside.await());
                  try (var executor = Executors.newSingleThreadExecutor()) {
                    assertEquals("there", loop.runInExecutor(executor, () -> "there").await());
                    var thrown = new IOException("there");
                    var failed =
                        loop.runInExecutor(
                            executor,
                            () -> {
                              throw thrown;
                            });
                    assertSame(thrown, assertThrows(IOException.class, failed::await));
                  }
                }));
  }

  // ---- what is refused, in a sentence

  private static void refused(String words, org.junit.jupiter.api.function.Executable misuse) {
    var e = assertThrows(RuntimeException.class, misuse);
    assertTrue(
        e instanceof IllegalStateException || e instanceof IllegalArgumentException, e::toString);
    assertTrue(e.getMessage().contains(words), e::getMessage);
  }

  @Test
  void whatBelongsToTheLoopIsRefusedOutside() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          LoopPromise<String> promise = loop.promise();
          loop.toThread(
              () -> {
                String words = "hand it over by loop.callSoonThreadsafe";
                refused(words, () -> loop.task(() -> {}));
                refused(words, () -> loop.callSoon(() -> {}));
                refused(words, () -> loop.callLater(ZERO, () -> {}));
                refused(words, () -> promise.setResult(""));
                refused(words, () -> promise.cancel());
                refused(words, () -> promise.addDoneCallback(f -> {}));
                refused(words, () -> loop.gather(promise));
                refused(words, loop::allTasks);
                refused("runs outside of it", () -> loop.sleep(ZERO));
                refused(
                    "runs outside of it",
                    () -> loop.waitUntil(List.of(promise), When.ALL_COMPLETED));
                refused("no event loop runs the caller", EventLoop::current);
                refused("runs already", loop::runForever);
                refused("that runs", loop::close);
                assertFalse(promise.isDone());
                assertTrue(loop.isRunning());
              });
          refused("runs already", () -> loop.runUntilComplete(() -> {}));
          refused("that runs", loop::close);
        });
    refused("no event loop runs the caller", EventLoop::current);
  }

  @Test
  void otherMisuseIsRefused() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          refused("cannot await itself", () -> loop.currentTask().orElseThrow().await());
          refused("no futures", () -> loop.waitUntil(List.of(), When.ALL_COMPLETED));
          refused("positive", () -> loop.slowCallbackDuration(ZERO));
          Task[] inCallback = {
            () -> loop.timeout(ZERO, () -> {}),
            () -> loop.group(g -> {}),
            () -> loop.waitFor(loop.promise(), ZERO)
          };
          for (Task operation : inCallback) {
            LoopPromise<Throwable> thrown = loop.promise();
            loop.callSoon(
                () -> thrown.setResult(assertThrows(IllegalStateException.class, operation::run)));
            assertTrue(thrown.await().getMessage().contains("is for a task of the event loop"));
          }
          try (var other = new EventLoop()) {
            refused("of another loop", () -> loop.gather(other.promise()));
            refused("of another loop", () -> other.runUntilComplete(loop.promise()));
          }
        });
    var closed = new EventLoop();
    closed.close();
    refused("is closed", () -> closed.task(() -> {}));
    refused("is closed", () -> closed.callSoonThreadsafe(() -> {}));
    refused("is closed", () -> closed.submit(() -> 1));
    refused("is closed", closed::runForever);
  }
}
