package dev.goro.behaviour.threads;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static dev.goro.testing.Goroutines.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Task;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.Os;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls that block an OS thread, where Goro does not know of it: at GOMAXPROCS=1 they hold up
 * nobody. The threads that it takes are used again, and end when nobody needs them.
 */
@EnabledOnOs(OS.LINUX)
class NativeCallsTest {
  private static final int BLOCKED = 10;

  /** What the others do meanwhile: a hand-over, a sleep of Goro's, a sleep of the JDK's. */
  private static void othersGetOn() throws Exception {
    for (int i = 0; i < 3; i++) {
      Chan<Integer> c = Chan.make();
      together(() -> c.send(1), () -> assertEquals(1, c.recv()));
      Go.sleep(Duration.ofNanos(50_000));
      Thread.sleep(0, 50_000);
    }
  }

  /** Blocks goroutines one by one; after each the others get on; then releases all. */
  private static void holdsUpNobody(Task block, Task releaseOne) throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var entered = new AtomicInteger();
          var all = new WaitGroup();
          for (int i = 1; i <= BLOCKED; i++) {
            all.go(
                () -> {
                  entered.incrementAndGet();
                  block.run();
                });
            othersGetOn();
            assertEquals(i, entered.get());
          }
          for (int i = 0; i < BLOCKED; i++) {
            releaseOne.run();
            othersGetOn();
          }
          all.await();
        });
  }

  @Test
  void aForeignPoll() throws Exception {
    try (var pipe = new Os.Pipe()) {
      holdsUpNobody(pipe::awaitByPoll, () -> pipe.write(1));
    }
  }

  @Test
  void aForeignRead() throws Exception {
    try (var pipe = new Os.Pipe()) {
      holdsUpNobody(pipe::awaitByRead, () -> pipe.write(1));
    }
  }

  @Test
  void aForeignSleep() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var all = new WaitGroup();
          for (int i = 0; i < BLOCKED; i++) {
            all.go(() -> Os.usleep(100_000));
          }
          othersGetOn();
          all.await();
        });
  }

  /** To open a FIFO blocks until somebody opens its other end, to read it until he writes. */
  @Test
  void aFifo(@TempDir Path folder) throws Exception {
    Path fifo = folder.resolve("fifo");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    onMainAtProcs(
        1,
        () -> {
          var opened = new AtomicInteger();
          var read = new AtomicInteger();
          var all = new WaitGroup();
          for (int i = 0; i < BLOCKED; i++) {
            all.go(
                () -> {
                  try (var in = new FileInputStream(fifo.toFile())) {
                    opened.incrementAndGet();
                    assertEquals('x', in.read());
                    read.incrementAndGet();
                  }
                });
            othersGetOn();
          }
          assertEquals(0, opened.get());
          try (var out = new FileOutputStream(fifo.toFile())) {
            Eventually.equal("open ends", BLOCKED, opened::get);
            othersGetOn();
            assertEquals(0, read.get());
            for (int i = 0; i < BLOCKED; i++) {
              out.write('x');
            }
            all.await();
            assertEquals(BLOCKED, read.get());
          }
        });
  }

  @Test
  void aProcessThatIsWaitedFor() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var all = new WaitGroup();
          Process[] children = new Process[3];
          for (int i = 0; i < children.length; i++) {
            Process child = new ProcessBuilder("cat").start();
            children[i] = child;
            all.go(() -> assertEquals(0, child.waitFor()));
            all.go(() -> assertEquals(-1, child.getInputStream().read()));
            othersGetOn();
          }
          for (Process child : children) {
            child.getOutputStream().close();
            othersGetOn();
          }
          all.await();
        });
  }

  /** Round after round blocks; the threads of one round serve the next. */
  @Test
  void threadsAreUsedAgain() throws Exception {
    int rounds = 10;
    Set<Integer> threads = ConcurrentHashMap.newKeySet();
    onMainAtProcs(
        1,
        () -> {
          try (var pipe = new Os.Pipe()) {
            for (int round = 0; round < rounds; round++) {
              var entered = new AtomicInteger();
              var all = new WaitGroup();
              for (int i = 0; i < BLOCKED; i++) {
                all.go(
                    () -> {
                      threads.add(Os.gettid());
                      entered.incrementAndGet();
                      pipe.awaitByRead();
                    });
              }
              Eventually.equal("goroutines that block", BLOCKED, entered::get);
              pipe.write(BLOCKED);
              all.await();
            }
          }
        });
    assertTrue(
        threads.size() < rounds * BLOCKED / 2,
        () -> threads.size() + " threads for " + BLOCKED + " goroutines at a time");
  }

  @Test
  void threadsThatNobodyNeedsEnd() throws Exception {
    Set<Integer> threads = ConcurrentHashMap.newKeySet();
    onMainAtProcs(
        1,
        () -> {
          try (var pipe = new Os.Pipe()) {
            var all = new WaitGroup();
            for (int i = 0; i < 2 * BLOCKED; i++) {
              all.go(
                  () -> {
                    threads.add(Os.gettid());
                    pipe.awaitByRead();
                  });
            }
            Eventually.equal("threads", 2 * BLOCKED, threads::size);
            pipe.write(2 * BLOCKED);
            all.await();
          }
          Eventually.that(
              "most threads end", () -> threads.stream().filter(Os::lives).count() <= 3);
        });
  }
}
