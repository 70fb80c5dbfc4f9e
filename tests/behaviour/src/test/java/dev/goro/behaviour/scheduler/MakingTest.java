package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Task;
import dev.goro.runtime.jdk.VirtualThreads;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A goroutine's thread is as the JDK's constructors would have made it. */
class MakingTest {
  private static final int MANY = 20_000;

  /** What each thread has its own of, or a goroutine another of. */
  private static final Set<String> OWN =
      Set.of(
          "Thread.tid",
          "Thread.interruptLock",
          "VirtualThread.scheduler",
          "VirtualThread.runContinuation",
          "VirtualThread.cont");

  @BeforeAll
  static void quicken() {
    VirtualThreads.quicken();
  }

  @Test
  void eachFieldIsAsTheConstructorsLeaveIt() throws Exception {
    assumeTrue(VirtualThreads.AVAILABLE, "on its own scheduler the JDK makes the threads");
    var inherited = new InheritableThreadLocal<String>();
    inherited.set("this thread's");
    onMainThatInheritsNothing(
        () -> {
          Thread ours = madeQuickly();
          Thread jdks = Thread.ofVirtual().unstarted(() -> {});
          assertSame(jdks.getClass(), ours.getClass());
          var expected = new TreeMap<String, Object>();
          var actual = new TreeMap<String, Object>();
          for (Class<?> c = ours.getClass(); c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
              if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                String name = c.getSimpleName() + "." + field.getName();
                if (OWN.contains(name)) {
                  assertNotNull(field.get(ours), name);
                } else {
                  expected.put(name, String.valueOf(field.get(jdks)));
                  actual.put(name, String.valueOf(field.get(ours)));
                }
              }
            }
          }
          assertTrue(expected.size() > 10, expected.toString());
          assertEquals(expected, actual);
        });
    inherited.remove();
  }

  /**
   * Other tests may have left this thread something to pass on, and then the constructor serves.
   */
  private static void onMainThatInheritsNothing(Task task) throws Exception {
    var run =
        new FutureTask<Void>(
            () -> {
              onMain(task);
              return null;
            });
    Thread.ofPlatform().inheritInheritableThreadLocals(false).start(run);
    run.get();
  }

  /** A thread whose number comes from a batch of the P's, though the JDK makes threads too. */
  private static Thread madeQuickly() {
    for (int i = 0; i < 64; i++) { // the P may have a batch from before it was quick
      Thread one = Go.threadFactory().newThread(() -> {});
      Thread jdks = Thread.ofVirtual().unstarted(() -> {});
      Thread next = Go.threadFactory().newThread(() -> {});
      if (next.threadId() == one.threadId() + 1 && jdks.threadId() != one.threadId()) {
        return next;
      }
    }
    return fail("no thread was made the quick way");
  }

  @Test
  void noTwoThreadsHaveTheSameNumber() throws Exception {
    onMain(
        () -> {
          Set<Long> numbers = ConcurrentHashMap.newKeySet();
          Chan<Boolean> done = Chan.make();
          for (int i = 0; i < 4; i++) {
            boolean jdks = i % 2 == 0;
            go(
                () -> {
                  boolean different = true;
                  for (int n = 0; n < MANY; n++) {
                    Thread t =
                        jdks
                            ? Thread.ofVirtual().unstarted(() -> {})
                            : Go.threadFactory().newThread(() -> {});
                    different &= numbers.add(t.threadId());
                  }
                  done.send(different);
                });
          }
          for (int i = 0; i < 4; i++) {
            assertTrue(done.recv());
          }
          assertEquals(4 * MANY, numbers.size());
        });
  }

  @Test
  void theClassLoaderIsTheCreators() throws Exception {
    onMain(
        () -> {
          var loader = new URLClassLoader(new URL[0]);
          Thread.currentThread().setContextClassLoader(loader);
          Chan<ClassLoader> seen = Chan.make();
          go(() -> seen.send(Thread.currentThread().getContextClassLoader()));
          assertSame(loader, seen.recv());
        });
  }

  @Test
  void threadLocalsThatAreInheritedAreTheCreators() throws Exception {
    var inherited = new InheritableThreadLocal<String>();
    var own = new ThreadLocal<String>();
    onMain(
        () -> {
          inherited.set("creator's");
          own.set("creator's");
          Chan<String> seen = Chan.make(2);
          var local = new AtomicBoolean();
          go(
              () -> {
                local.set(own.get() == null);
                seen.send(inherited.get());
                inherited.set("its own");
              });
          assertEquals("creator's", seen.recv());
          assertTrue(local.get());
          assertEquals("creator's", inherited.get());
          inherited.remove();
          go(() -> seen.send(String.valueOf(inherited.get())));
          assertEquals("null", seen.recv());
          assertNull(inherited.get());
        });
  }
}
