package dev.goro.behaviour.sync;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;

import dev.goro.Go;
import dev.goro.sync.Cond;
import dev.goro.sync.Mutex;
import dev.goro.sync.Once;
import dev.goro.sync.RWMutex;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A dump names, in Go's words, what of {@code dev.goro.sync} a goroutine waits for. */
class WaitReasonTest {
  private static void assertDumped(String name, String reason) {
    var pattern =
        Pattern.compile("\"" + name + "\" \\[" + Pattern.quote(reason) + "[^\\]]*\\]:\n\tat ");
    Eventually.that(
        "the dump has " + pattern, () -> pattern.matcher(Go.dump().replace("\r", "")).find());
  }

  @Test
  void aDumpNamesWhatIsWaitedFor() throws Exception {
    onMain(
        () -> {
          var mutex = new Mutex();
          mutex.lock();
          var read = new RWMutex();
          read.rLock();
          var written = new RWMutex();
          written.lock();
          var condLock = new Mutex();
          var cond = new Cond(condLock);
          var once = new Once();
          var group = new WaitGroup();
          group.add(1);
          var ended = new WaitGroup();
          ended.add(7);
          go(
              "mutex",
              () -> {
                mutex.lock();
                mutex.unlock();
                ended.done();
              });
          go(
              "writer",
              () -> {
                read.lock();
                ended.done();
              });
          assertDumped("writer", "sync.RWMutex.Lock");
          go(
              "second writer",
              () -> {
                read.lock();
                read.unlock();
                ended.done();
              });
          go(
              "reader",
              () -> {
                written.rLock();
                ended.done();
              });
          go(
              "cond",
              () -> {
                condLock.lock();
                cond.await();
                condLock.unlock();
                ended.done();
              });
          go(
              "group",
              () -> {
                group.await();
                ended.done();
              });
          go("first", () -> once.run(group::await));
          assertDumped("first", "sync.WaitGroup.Wait");
          go(
              "once",
              () -> {
                once.run(() -> {});
                ended.done();
              });
          assertDumped("mutex", "sync.Mutex.Lock");
          assertDumped("second writer", "sync.RWMutex.Lock");
          assertDumped("reader", "sync.RWMutex.RLock");
          assertDumped("cond", "sync.Cond.Wait");
          assertDumped("group", "sync.WaitGroup.Wait");
          assertDumped("once", "sync.Mutex.Lock");
          mutex.unlock();
          read.rUnlock();
          Eventually.that("the first writer holds it", () -> !read.tryRLock());
          written.unlock();
          cond.signal();
          group.done();
          read.unlock();
          ended.await();
        });
  }
}
