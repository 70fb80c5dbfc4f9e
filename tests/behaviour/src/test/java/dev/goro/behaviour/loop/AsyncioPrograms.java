package dev.goro.behaviour.loop;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.goro.loop.EventLoop;
import dev.goro.loop.LoopFuture;
import dev.goro.loop.LoopPromise;
import dev.goro.loop.LoopTask;
import dev.goro.loop.Outcome;
import dev.goro.loop.TaskGroup;
import dev.goro.loop.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The programs of {@code resources/asyncio}, line by line, on Goro's event loop. */
@SuppressWarnings("unused") // some results are of no interest, as in the originals
final class AsyncioPrograms {
  private static final Duration LONG = ofSeconds(60);

  private final List<String> out = new ArrayList<>();

  private void print(Object... words) {
    out.add(
        List.of(words).stream()
            .map(AsyncioPrograms::pythonic)
            .map(String::valueOf)
            .collect(Collectors.joining(" ")));
  }

  private static Object pythonic(Object word) {
    return switch (word) {
      case Boolean b -> b ? "True" : "False";
      case Collection<?> all ->
          all.stream()
              .map(e -> e instanceof String s ? "'" + s + "'" : String.valueOf(e))
              .collect(Collectors.joining(", ", "[", "]"));
      default -> word;
    };
  }

  private static String message(CancellationException e) {
    return e.getMessage() == null ? "" : e.getMessage();
  }

  private static EventLoop loop() {
    return EventLoop.current();
  }

  private static void sleep(Duration time) {
    loop().sleep(time);
  }

  private static LoopTask<?> currentTask() {
    return loop().currentTask().orElseThrow();
  }

  static List<String> run(String name) throws Exception {
    var programs = new AsyncioPrograms();
    switch (name) {
      case "order" -> EventLoop.run(programs::order);
      case "cancel" -> EventLoop.run(programs::cancel);
      case "counts" -> EventLoop.run(programs::counts);
      case "gathered" -> EventLoop.run(programs::gathered);
      case "waitfor" -> EventLoop.run(programs::waitFor);
      case "timeouts" -> EventLoop.run(programs::timeouts);
      case "shielded" -> EventLoop.run(programs::shielded);
      case "waits" -> EventLoop.run(programs::waits);
      case "groups" -> EventLoop.run(programs::groups);
      case "stopped" -> programs.stopped();
      case "timers" -> EventLoop.run(programs::timers);
      case "ends" -> programs.ends();
      default -> throw new IllegalArgumentException(name);
    }
    return programs.out;
  }

  // ---- order

  private void step(String name, int times) {
    for (int i = 0; i < times; i++) {
      print(name, i);
      sleep(ZERO);
    }
  }

  private void order() throws Exception {
    var loop = loop();
    LoopPromise<String> future = loop.promise();
    var a = loop.task(() -> step("a", 3));
    var b = loop.task(() -> step("b", 2));
    var w1 = loop.task(() -> print("w1", "got", future.await()));
    loop.callSoon(() -> print("soon"));
    var w2 = loop.task(() -> print("w2", "got", future.await()));
    future.addDoneCallback(f -> print("callback", value(f)));
    loop.callSoon(() -> future.setResult("x"));
    print("main goes on");
    loop.gather(a, b, w1, w2).await();
    print("awaits what is done:", future.await());
    loop.callSoon(() -> print("not before main waits"));
    a.await();
    print("no turn was given");
    sleep(ZERO);
    print("end");
  }

  private static <T> T value(LoopFuture<T> done) {
    try {
      return done.result();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  // ---- cancel

  private Object cleansUp() {
    try {
      sleep(LONG);
    } catch (CancellationException e) {
      print("cancelled:", message(e));
      throw e;
    } finally {
      sleep(ZERO);
      print("cleaned up");
    }
    return null;
  }

  private Object refuses() {
    try {
      sleep(LONG);
    } catch (CancellationException e) {
      print("refuses");
    }
    sleep(ZERO);
    return "stayed";
  }

  private Object awaits(LoopFuture<?> future) throws Exception {
    try {
      return future.await();
    } catch (CancellationException e) {
      print("the awaiting one too");
      throw e;
    }
  }

  private void show(String name, LoopTask<?> task) {
    try {
      print(name, "->", task.await());
    } catch (CancellationException e) {
      print(name, "-> cancelled", message(e), task.isCancelled());
    } catch (Exception e) {
      print(name, "->", e.getMessage());
    }
  }

  private void cancel() throws Exception {
    var loop = loop();
    LoopTask<Object> t = loop.task(this::cleansUp);
    sleep(ZERO);
    print(t.cancel("enough"), t.isCancelled(), t.isDone());
    show("cleans up", t);
    print(t.cancel(), t.isCancelled());

    t = loop.task(this::refuses);
    sleep(ZERO);
    t.cancel();
    show("refuses", t);

    t = loop.task(() -> "never printed");
    t.cancel();
    show("never", t);

    t =
        loop.task(
            () -> {
              currentTask().cancel("by itself");
              print("goes on until it waits");
              sleep(ZERO);
              return "never printed";
            });
    show("cancels itself", t);
    t =
        loop.task(
            () -> {
              currentTask().cancel();
              return 1;
            });
    show("cancels itself and ends", t);

    LoopTask<Object> inner = loop.task(this::cleansUp);
    LoopTask<Object> outer = awaitingTask(inner);
    outer.cancel("both");
    show("outer", outer);
    print("inner", inner.isCancelled());

    outer = awaitingTask(loop.task(this::refuses));
    outer.cancel();
    show("the inner one refuses", outer);

    inner = loop.task(this::cleansUp);
    outer = awaitingTask(inner);
    inner.cancel("inner alone");
    show("the inner one is cancelled", outer);

    t = loop.task(this::fails);
    sleep(ZERO);
    t.cancel();
    show("fails", t);

    LoopPromise<String> future = loop.promise();
    t = loop.task(() -> awaits(future));
    sleep(ZERO);
    future.setResult("lost");
    t.cancel("after the result");
    show("a result that came first", t);
  }

  @SuppressWarnings("finally") // what it is about
  private Object fails() {
    try {
      sleep(LONG);
      return null;
    } finally {
      throw new IllegalArgumentException("instead");
    }
  }

  private LoopTask<Object> awaitingTask(LoopTask<Object> inner) {
    LoopTask<Object> outer = loop().task(() -> awaits(inner));
    sleep(ZERO);
    sleep(ZERO);
    return outer;
  }

  // ---- counts

  private void counts() throws Exception {
    var t =
        loop()
            .task(
                () -> {
                  var task = currentTask();
                  for (int i = 0; i < 2; i++) {
                    try {
                      sleep(LONG);
                    } catch (CancellationException e) {
                      print("requests", task.cancelling());
                    }
                  }
                  print("left", task.uncancel(), task.uncancel(), task.uncancel());
                  sleep(ZERO);
                  print("goes on");
                });
    sleep(ZERO);
    t.cancel();
    sleep(ZERO);
    sleep(ZERO);
    t.cancel();
    t.await();
    print(t.isCancelled());
  }

  // ---- gathered

  private static final class ValueError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ValueError(String message) {
      super(message);
    }
  }

  private Object after(int millis, Object value) {
    try {
      sleep(ofMillis(millis));
    } catch (CancellationException e) {
      print(value, "cancelled");
      throw e;
    }
    if (value instanceof ValueError e) {
      throw e;
    }
    print(value);
    return value;
  }

  private LoopTask<Object> start(int millis, Object value) {
    return loop().task(() -> after(millis, value));
  }

  private LoopTask<Object> turns(int n, Object value) {
    return loop()
        .task(
            () -> {
              for (int i = 0; i < n; i++) {
                sleep(ZERO);
              }
              print(value);
              return value;
            });
  }

  private LoopPromise<Object> gate;

  private Object gated(Object value) throws Exception {
    gate = loop().promise();
    gate.await();
    print(value);
    return value;
  }

  private void gathered() throws Exception {
    var loop = loop();
    print(loop.gather(turns(3, "c"), turns(1, "a"), turns(2, "b")).await());
    print(loop.gather().await());

    LoopTask<Object> slow = loop.task(() -> gated("slow"));
    try {
      loop.gather(start(10, new ValueError("first")), slow, start(12, new ValueError("second")))
          .await();
    } catch (ValueError e) {
      print("failed:", e.getMessage(), slow.isDone());
    }
    gate.setResult(null);
    print(slow.await());

    var cancelled = start(1_000, "x");
    loop.callSoon(() -> cancelled.cancel("one of them"));
    List<Outcome<Object>> results =
        loop.<Object>gatherOutcomes(
                List.of(start(10, "ok"), start(0, new ValueError("bad")), cancelled))
            .await();
    print(results.stream().map(AsyncioPrograms::name).toList());

    var alsoCancelled = start(1_000, "x");
    loop.callSoon(alsoCancelled::cancel);
    LoopTask<Object> other = loop.task(() -> gated("other"));
    var g = loop.gather(other, alsoCancelled);
    try {
      g.await();
    } catch (CancellationException e) {
      print("a child was cancelled, the gather was not:", g.isCancelled());
    }
    gate.setResult(null);
    other.await();

    g = loop.gather(start(60_000, "p"), start(60_000, "q"));
    sleep(ZERO);
    print(g.cancel(), g.isDone());
    try {
      g.await();
    } catch (CancellationException e) {
      print("cancelled all");
    }

    var one = start(0, "once");
    print(loop.gather(one, one).await());
  }

  private static String name(Outcome<Object> outcome) {
    return switch (outcome) {
      case Outcome.Value<Object>(var value) -> value.toString();
      case Outcome.Failure<Object>(CancellationException e) -> "CancelledError";
      case Outcome.Failure<Object>(var e) -> e.getClass().getSimpleName();
    };
  }

  // ---- waitfor

  private Object slowToEnd() {
    try {
      sleep(LONG);
      return null;
    } catch (CancellationException e) {
      print("is cancelled");
      sleep(ofMillis(10));
      print("has cleaned up");
      throw e;
    }
  }

  private void show(String name, Callable<?> awaitable) {
    try {
      print(name, "->", awaitable.call());
    } catch (TimeoutException e) {
      print(name, "-> timeout");
    } catch (CancellationException e) {
      print(name, "-> cancelled");
    } catch (Exception e) {
      print(name, "->", e.getMessage());
    }
  }

  private static String quick() {
    sleep(ZERO);
    return "quick";
  }

  private void waitFor() throws Exception {
    var loop = loop();
    show("quick", () -> loop.waitFor(loop.task(AsyncioPrograms::quick), LONG));
    LoopTask<Object> bad =
        loop.task(
            () -> {
              throw new ValueError("bad");
            });
    show("bad", () -> loop.waitFor(bad, LONG));
    LoopTask<Object> t = loop.task(this::slowToEnd);
    show("slow", () -> loop.waitFor(t, ofMillis(10)));
    print(t.isCancelled());
    LoopTask<Object> t2 = loop.task(this::slowToEnd);
    sleep(ZERO);
    show("zero", () -> loop.waitFor(t2, ZERO));
    LoopTask<String> done = loop.task(AsyncioPrograms::quick);
    done.await();
    show("zero, done", () -> loop.waitFor(done, ZERO));

    LoopTask<Object> t3 = loop.task(this::slowToEnd);
    var outer = loop.task(() -> show("outer", () -> loop.waitFor(t3, LONG)));
    sleep(ZERO);
    sleep(ZERO);
    outer.cancel();
    outer.await();
    print(t3.isCancelled());
  }

  // ---- timeouts

  private void timeouts() throws Exception {
    var loop = loop();
    var task = currentTask();
    try {
      loop.timeout(ofMillis(10), () -> sleep(LONG));
    } catch (TimeoutException e) {
      print("over", task.cancelling());
    }

    loop.timeout(
        LONG,
        () -> {
          sleep(ZERO);
          print("in time");
        });

    try {
      loop.timeout(
          ofMillis(10),
          () -> {
            try {
              loop.timeout(LONG, () -> sleep(LONG));
            } catch (TimeoutException e) {
              print("never printed");
            }
          });
    } catch (TimeoutException e) {
      print("the outer one", task.cancelling());
    }

    try {
      loop.timeout(
          LONG,
          () -> {
            try {
              loop.timeout(ofMillis(10), () -> sleep(LONG));
            } catch (TimeoutException e) {
              print("the inner one");
            }
            sleep(ZERO);
            print("the outer one goes on");
          });
    } catch (TimeoutException e) {
      print("never printed");
    }

    try {
      loop.timeout(
          ZERO,
          () -> {
            sleep(ZERO);
            sleep(ZERO);
            print("never printed");
          });
    } catch (TimeoutException e) {
      print("zero");
    }

    try {
      loop.timeout(
          ofMillis(10),
          () -> {
            try {
              sleep(LONG);
            } catch (CancellationException e) {
              throw new ValueError("instead");
            }
          });
    } catch (ValueError e) {
      print(e.getMessage(), task.cancelling());
    }

    loop.timeout(
        ofMillis(10),
        () -> {
          try {
            sleep(LONG);
          } catch (CancellationException e) {
            print("refused", task.cancelling());
          }
        });
    print("none left", task.cancelling());

    var t =
        loop.task(
            () -> {
              try {
                loop.timeout(LONG, () -> sleep(LONG));
              } catch (TimeoutException e) {
                print("never printed");
              }
            });
    sleep(ZERO);
    t.cancel();
    try {
      t.await();
    } catch (CancellationException e) {
      print("cancelled, and no timeout");
    }
  }

  // ---- shielded

  private String work() throws Exception {
    gate = loop().promise();
    gate.await();
    print("work is done");
    return "result";
  }

  private void shielded() throws Exception {
    var loop = loop();
    LoopTask<String> task = loop.task(this::work);
    LoopTask<String> client =
        loop.task(
            () -> {
              try {
                return loop.shield(task).await();
              } catch (CancellationException e) {
                print("the client is cancelled");
                throw e;
              }
            });
    sleep(ZERO);
    client.cancel();
    try {
      client.await();
    } catch (CancellationException e) {
      print(client.isCancelled(), task.isDone());
    }
    gate.setResult(null);
    print(task.await());

    LoopTask<String> task2 = loop.task(this::work);
    var s = loop.shield(task2);
    task2.cancel("inside");
    try {
      s.await();
    } catch (CancellationException e) {
      print("what is cancelled inside is cancelled:", s.isCancelled());
    }

    LoopTask<Object> bad =
        loop.task(
            () -> {
              throw new ValueError("bad");
            });
    try {
      loop.shield(bad).await();
    } catch (ValueError e) {
      print(e.getMessage());
    }

    LoopTask<String> t = loop.task(this::work);
    try {
      loop.waitFor(loop.shield(t), ofMillis(1));
    } catch (TimeoutException e) {
      print("timeout", t.isCancelled());
    }
    gate.setResult(null);
    print(t.await());
  }

  // ---- waits

  private static LoopTask<Object> named(String name, int millis, Object value) {
    return loop()
        .task(
            name,
            () -> {
              sleep(ofMillis(millis));
              if (value instanceof ValueError e) {
                throw e;
              }
              return value;
            });
  }

  private static List<String> names(Collection<? extends LoopTask<?>> tasks) {
    return tasks.stream().map(LoopTask::name).sorted().toList();
  }

  private static Object following(LoopTask<?> task, Object value) {
    loop().waitUntil(List.of(task), When.ALL_COMPLETED);
    return value;
  }

  private void waits() throws Exception {
    var loop = loop();
    var w =
        loop.waitUntil(List.of(named("a", 10, ""), named("b", 60_000, "")), When.FIRST_COMPLETED);
    print(names(w.done()), names(w.pending()));
    var b = w.pending().iterator().next();
    print(b.isDone());
    b.cancel();

    w =
        loop.waitUntil(
            List.of(named("a", 0, ""), named("b", 10, new ValueError("")), named("c", 60_000, "")),
            When.FIRST_EXCEPTION);
    print(names(w.done()), names(w.pending()));
    w.done().forEach(LoopFuture::exception);

    w = loop.waitUntil(List.of(named("a", 0, ""), named("b", 10, "")), When.ALL_COMPLETED);
    print(names(w.done()), names(w.pending()));

    LoopTask<Object> ended = named("a", 0, "");
    ended.await();
    w = loop.waitUntil(List.of(ended, named("b", 60_000, "")), When.ALL_COMPLETED, ofMillis(10));
    print(names(w.done()), names(w.pending()));

    w = loop.waitUntil(List.of(named("a", 60_000, "")), When.ALL_COMPLETED, ZERO);
    print(names(w.done()), names(w.pending()));
    var a = w.pending().iterator().next();

    var t = loop.task(() -> loop.waitUntil(List.of(a), When.ALL_COMPLETED));
    sleep(ZERO);
    t.cancel();
    try {
      t.await();
    } catch (CancellationException e) {
      print("the wait is cancelled, what it waits for is not:", a.isDone());
    }

    LoopTask<Object> z = named("z", 0, new ValueError("z"));
    LoopTask<Object> y = loop.task(() -> following(z, "y"));
    LoopTask<Object> x = loop.task(() -> following(y, "x"));
    for (var f : loop.asCompleted(List.of(x, y, z))) {
      try {
        print(f.result());
      } catch (ValueError e) {
        print("failed", e.getMessage());
      }
    }
  }

  // ---- groups

  private void groups() throws Exception {
    var loop = loop();
    var tasks = new ArrayList<LoopTask<Object>>();
    loop.group(
        g -> {
          tasks.add(g.task(() -> after(10, "a")));
          tasks.add(g.task(() -> after(0, "b")));
          print("body ends");
        });
    print(tasks.get(0).result(), tasks.get(1).result());

    try {
      loop.group(
          g -> {
            g.task(() -> after(60_000, "c"));
            g.task(() -> after(10, new ValueError("bad")));
            print("waits");
            sleep(LONG);
            print("never printed");
          });
    } catch (ValueError e) {
      print("failed:", e.getMessage(), currentTask().cancelling());
    }

    try {
      loop.group(
          (TaskGroup.Steps)
              g -> {
                g.task(() -> after(60_000, "d"));
                sleep(ZERO);
                throw new IllegalArgumentException("body");
              });
    } catch (IllegalArgumentException e) {
      print("the body failed:", e.getMessage());
    }

    var t =
        loop.task(
            () ->
                loop.group(
                    g -> {
                      g.task(() -> after(60_000, "e"));
                    }));
    sleep(ZERO);
    sleep(ZERO);
    t.cancel();
    try {
      t.await();
    } catch (CancellationException e) {
      print("the parent is cancelled:", t.isCancelled());
    }

    loop.group(
        g -> {
          var child = g.task(() -> after(60_000, "g"));
          sleep(ZERO);
          child.cancel();
        });
    print("a cancelled child is no failure");

    TaskGroup[] group = new TaskGroup[1];
    loop.group(
        g -> {
          group[0] = g;
          g.task(
              () -> {
                sleep(ZERO);
                g.task(() -> after(0, "added late"));
              });
        });
    try {
      group[0].task(() -> after(0, "never"));
    } catch (IllegalStateException e) {
      print("the group is over");
    }

    try {
      loop.group(
          g -> {
            g.task(() -> after(0, new ValueError("one")));
            g.task(() -> after(0, new ValueError("two")));
          });
    } catch (ValueError e) {
      var all = new ArrayList<>(List.of(e.getMessage()));
      for (Throwable other : e.getSuppressed()) {
        all.add(other.getMessage());
      }
      print(all);
    }
  }

  // ---- stopped

  private void stopped() throws Exception {
    var loop = new EventLoop();
    loop.callSoon(
        () -> {
          print("first");
          loop.callSoon(() -> print("asked for by the first"));
          loop.stop();
        });
    loop.callSoon(() -> print("second"));
    loop.runForever();
    print("stopped");
    loop.stop();
    loop.runForever();
    print("stopped before it ran");

    LoopTask<Object> task =
        loop.task(
            () -> {
              try {
                return loop.promise().await();
              } catch (CancellationException e) {
                print("it is cancelled");
                throw e;
              }
            });
    loop.callSoon(loop::stop);
    try {
      loop.runUntilComplete(task);
    } catch (IllegalStateException e) {
      print("stopped too early", task.isDone());
    }

    int value =
        loop.runUntilComplete(
            () -> {
              sleep(ZERO);
              return 42;
            });
    print(value);
    print(task.isDone());
    task.cancel();
    try {
      loop.runUntilComplete(task);
    } catch (CancellationException e) {
      print("cancelled");
    }

    loop.runUntilComplete(
        () -> {
          try {
            loop.close();
          } catch (IllegalStateException e) {
            print("it runs, and cannot be closed");
          }
        });
    loop.close();
    loop.close();
    try {
      loop.callSoon(() -> print("never"));
    } catch (IllegalStateException e) {
      print("closed", loop.isClosed());
    }
  }

  // ---- timers

  private void timers() throws Exception {
    var loop = loop();
    long now = loop.time();
    loop.callAt(now + ofMillis(20).toNanos(), () -> print("third"));
    loop.callAt(now + ofMillis(10).toNanos(), () -> print("first"));
    var never = loop.callAt(now + ofMillis(15).toNanos(), () -> print("never"));
    loop.callAt(now + ofMillis(16).toNanos(), () -> print("second"));
    loop.callSoon(() -> print("soon"));
    loop.callLater(ZERO, () -> print("later than soon"));
    never.cancel();
    print(never.isCancelled());
    sleep(ofMillis(50));

    long again = loop.time();
    for (int delay : new int[] {30, 10, 20}) {
      loop.callAt(again + ofMillis(delay).toNanos(), () -> print(delay));
    }
    while (loop.time() < again + ofMillis(40).toNanos()) {
      Thread.onSpinWait();
    }
    print("all are due, and come in their order");
    sleep(ofMillis(10));
  }

  // ---- ends

  private void left(String name, String cleanup) {
    try {
      sleep(LONG);
    } finally {
      sleep(ZERO);
      print(name, cleanup);
    }
  }

  private void ends() throws Exception {
    String returned =
        EventLoop.run(
            () -> {
              loop().task("a", () -> left("a", "is cleaned up"));
              loop().task("b", () -> sleep(LONG));
              sleep(ZERO);
              var others = new ArrayList<LoopTask<?>>(loop().allTasks());
              others.remove(currentTask());
              print(names(others));
              print("main ends");
              return "value";
            });
    print(returned);

    try {
      EventLoop.run(
          () -> {
            loop().task(() -> left("c", "after the failure"));
            sleep(ZERO);
            throw new ValueError("main failed");
          });
    } catch (ValueError e) {
      print(e.getMessage());
    }

    try {
      EventLoop.run(
          () -> {
            currentTask().cancel("main");
            sleep(ZERO);
          });
    } catch (CancellationException e) {
      print("cancelled", message(e));
    }
    EventLoop.run(this::futureRules);
  }

  private void futureRules() throws Exception {
    LoopPromise<Integer> f = loop().promise();
    try {
      f.result();
    } catch (IllegalStateException e) {
      print("no result yet");
    }
    f.setException(new ValueError("set"));
    try {
      f.setResult(1);
    } catch (IllegalStateException e) {
      print("ended already");
    }
    print(f.exception().orElseThrow().getMessage(), f.cancel(), f.isCancelled());
    LoopPromise<Integer> g = loop().promise();
    g.addDoneCallback(x -> print("callback of a cancelled one"));
    Consumer<LoopFuture<Integer>> gone = x -> print("never");
    g.addDoneCallback(gone);
    print(g.removeDoneCallback(gone));
    print(g.cancel("why"), g.isCancelled());
    try {
      g.exception();
    } catch (CancellationException e) {
      print("cancelled", message(e));
    }
    sleep(ZERO);
  }
}
