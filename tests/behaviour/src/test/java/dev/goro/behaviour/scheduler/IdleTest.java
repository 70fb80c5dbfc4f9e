package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.Program;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With nothing to do Goro uses no CPU, and gives its threads, and in the end its classes, back. */
class IdleTest {
  private static long machines() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("goro-"))
        .count();
  }

  private static void busy(int goroutines) {
    var wg = new WaitGroup();
    for (int i = 0; i < goroutines; i++) {
      wg.go(
          () -> {
            for (int n = 0; n < 200; n++) {
              Go.gosched();
            }
          });
    }
    wg.await();
  }

  static class AllParked {
    static void main() {
      Chan<Integer> c = Chan.make();
      for (int i = 0; i < 1_000; i++) {
        go(c::recv);
        go(() -> Go.sleep(Duration.ofHours(1)));
      }
      busy(100);
      var os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      var window = Duration.ofSeconds(2);
      // The JVM's own threads may still compile what ran so far: one window without them is enough.
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 8 && least * 100 >= window.toNanos(); i++) {
        long before = os.getProcessCpuTime();
        Go.sleep(window);
        least = Math.min(least, os.getProcessCpuTime() - before);
      }
      System.out.println(least * 100 < window.toNanos() ? "quiet" : least + " ns of CPU");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "16"})
  void allParkedUseNoCpu(String procs) {
    var result = Program.of(AllParked.class).env("GOMAXPROCS", procs).run();
    assertEquals("quiet", result.out().strip(), result::toString);
  }

  /** A plain Java program: its main ends while goroutines are parked, asleep or busy. */
  static class PlainMain {
    static void main() throws Exception {
      Chan<Integer> c = Chan.make();
      go(c::recv);
      go(() -> Go.sleep(Duration.ofHours(1)));
      go(() -> Thread.sleep(Duration.ofHours(1)));
      go(
          () -> {
            while (true) {
              Thread.onSpinWait();
            }
          });
      Go.run(() -> busy(100));
      System.out.println("main ends");
    }
  }

  @Test
  void noThreadKeepsTheJvmAlive() {
    assertEquals(
        new Program.Result(0, "main ends" + System.lineSeparator(), ""),
        Program.of(PlainMain.class).asPlainJava().run());
  }

  static class Retire {
    static void main() throws Exception {
      Go.gomaxprocs(16);
      Go.run(
          () -> {
            // Each spins: many Ms are needed.
            var wg = new WaitGroup();
            for (int i = 0; i < 30; i++) {
              wg.go(
                  () -> {
                    long until = System.nanoTime() + 100_000_000;
                    while (System.nanoTime() < until) {
                      Thread.onSpinWait();
                    }
                  });
            }
            wg.await();
          });
      Eventually.that("the Ms end", Duration.ofSeconds(30), () -> machines() == 0);
      // And they come again.
      Go.run(() -> busy(100));
      System.out.println("again " + (machines() > 0));
    }
  }

  @Test
  void idleMachinesEnd() {
    var result = Program.of(Retire.class).asPlainJava().run();
    assertEquals(0, result.exitCode(), result::toString);
    assertTrue(result.out().contains("again true"), result::toString);
  }

  /** What a class loader of its own runs: found by name, so that nothing of it is held here. */
  public static class Tenant implements Runnable {
    @Override
    public void run() {
      try {
        Go.run(
            () -> {
              busy(50);
              Chan<Integer> c = Chan.make();
              go(() -> c.send(1));
              c.recv();
              Go.sleep(Duration.ofMillis(1));
              Thread.sleep(1);
              var timer = new dev.goro.time.Timer(Duration.ofHours(1));
              timer.stop();
            });
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  static class Unload {
    static void main() throws Exception {
      for (int i = 0; i < 3; i++) {
        var loader = new WeakReference<>(runInOwnLoader());
        Eventually.that(
            "the loader is collected",
            Duration.ofSeconds(60),
            () -> {
              System.gc();
              return loader.get() == null;
            });
        System.out.println("collected");
      }
    }

    private static ClassLoader runInOwnLoader() throws Exception {
      var urls = new java.util.ArrayList<URL>();
      for (String path : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
        urls.add(Path.of(path).toUri().toURL());
      }
      var loader =
          new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
      Class<?> tenant = loader.loadClass(Tenant.class.getName());
      if (tenant.getClassLoader() != loader) {
        throw new AssertionError("the tenant must have its own Goro");
      }
      ((Runnable) tenant.getConstructor().newInstance()).run();
      return loader;
    }
  }

  @Test
  @dev.goro.testing.GoroTest(seconds = 150)
  void itsClassesCanBeUnloaded() {
    var result = Program.of(Unload.class).asPlainJava().limit(Duration.ofSeconds(140)).run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(3, result.out().lines().filter("collected"::equals).count(), result::toString);
  }
}
