package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.Select;
import dev.goro.sync.Mutex;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Program;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A goroutine that waits with a native frame or a class initialiser on its stack cannot leave its
 * thread; it holds up no other for that, even at GOMAXPROCS=1.
 */
class PinnedTest {
  /** What the initialisers below wait for. */
  private static final class Shared {
    static final Chan<Integer> VALUES = Chan.make();
    static final Mutex MUTEX = new Mutex();
    static final WaitGroup GROUP = new WaitGroup();
    static final CountDownLatch LATCH = new CountDownLatch(1);
    static volatile Thread waiting;
  }

  private static final class Receives {
    static final int VALUE = Shared.VALUES.recv();
  }

  private static final class Sends {
    static final int VALUE = send();

    private static int send() {
      Shared.VALUES.send(1);
      return 1;
    }
  }

  private static final class Selects {
    static final int VALUE =
        Select.select(
            Select.recv(Shared.VALUES, v -> v), Select.after(Duration.ofHours(1), () -> 0));
  }

  private static final class Locks {
    static final int VALUE = lock();

    private static int lock() {
      Shared.MUTEX.lock();
      return 1;
    }
  }

  private static final class Awaits {
    static final int VALUE = await();

    private static int await() {
      Shared.GROUP.await();
      return 1;
    }
  }

  private static final class Sleeps {
    static final int VALUE = sleep();

    private static int sleep() {
      Go.sleep(Duration.ofMillis(20));
      return 1;
    }
  }

  private static final class WaitsInTheJdk {
    static final int VALUE = await();

    private static int await() {
      try {
        Shared.LATCH.await();
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return 1;
    }
  }

  private static final class IsInterrupted {
    static final int VALUE = receive();

    private static int receive() {
      Shared.waiting = Thread.currentThread();
      try {
        return Shared.VALUES.recv();
      } catch (InterruptedOperationException e) {
        return Thread.interrupted() ? 1 : 2;
      }
    }
  }

  static class Pinned {
    static void main(String[] args) throws Exception {
      Chan<Integer> result = Chan.make();
      Shared.MUTEX.lock();
      Shared.GROUP.add(1);
      String how = args[0];
      go(
          () ->
              result.send(
                  switch (how) {
                    case "receives" -> Receives.VALUE;
                    case "sends" -> Sends.VALUE;
                    case "selects" -> Selects.VALUE;
                    case "locks" -> Locks.VALUE;
                    case "awaits" -> Awaits.VALUE;
                    case "sleeps" -> Sleeps.VALUE;
                    case "waits in the JDK" -> WaitsInTheJdk.VALUE;
                    case "is interrupted" -> IsInterrupted.VALUE;
                    case "native frame" -> sortNatively();
                    default -> throw new IllegalArgumentException(how);
                  }));
      // The pinned one comes first; who wakes it needs the only P.
      for (int i = 0; i < 3; i++) {
        Go.gosched();
      }
      go(
          () -> {
            switch (how) {
              case "receives", "selects" -> Shared.VALUES.send(1);
              case "sends" -> Shared.VALUES.recv();
              case "locks" -> Shared.MUTEX.unlock();
              case "awaits" -> Shared.GROUP.done();
              case "waits in the JDK" -> Shared.LATCH.countDown();
              case "is interrupted" -> {
                while (Shared.waiting == null) {
                  Go.gosched();
                }
                Shared.waiting.interrupt();
              }
              case "native frame" -> {
                for (int i = 0; i < 3; i++) {
                  Shared.VALUES.send(i);
                }
                Shared.VALUES.close();
              }
              default -> {}
            }
          });
      System.out.println(result.recv());
    }

    /** C's qsort calls back into Java, and there the goroutine waits. */
    private static int sortNatively() throws Exception {
      var linker = Linker.nativeLinker();
      var compare =
          MethodHandles.lookup()
              .findStatic(
                  Pinned.class,
                  "compare",
                  MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
      try (var arena = Arena.ofConfined()) {
        var callback =
            linker.upcallStub(
                compare,
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS.withTargetLayout(ValueLayout.JAVA_INT),
                    ValueLayout.ADDRESS.withTargetLayout(ValueLayout.JAVA_INT)),
                arena);
        var qsort =
            linker.downcallHandle(
                linker.defaultLookup().find("qsort").orElseThrow(),
                FunctionDescriptor.ofVoid(
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.ADDRESS));
        var array = arena.allocateFrom(ValueLayout.JAVA_INT, 3, 1, 2);
        try {
          qsort.invokeExact(array, 3L, 4L, callback);
        } catch (Throwable t) {
          throw new IllegalStateException("qsort failed", t);
        }
        return array.get(ValueLayout.JAVA_INT, 0);
      }
    }

    static int compare(MemorySegment a, MemorySegment b) {
      Shared.VALUES.recv();
      return Integer.compare(a.get(ValueLayout.JAVA_INT, 0), b.get(ValueLayout.JAVA_INT, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "receives",
        "sends",
        "selects",
        "locks",
        "awaits",
        "sleeps",
        "waits in the JDK",
        "is interrupted",
        "native frame"
      })
  void itHoldsUpNobody(String how) {
    var result =
        Program.of(Pinned.class)
            .env("GOMAXPROCS", "1")
            .jvm("--enable-native-access=ALL-UNNAMED")
            .args(how)
            .run();
    assertEquals(new Program.Result(0, "1" + System.lineSeparator(), ""), result);
  }
}
