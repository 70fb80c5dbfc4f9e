package dev.goro.runtime.sched;
import dev.goro.*;
import java.util.function.Consumer;
public final class Scheduler {
  public static void go(String name, Task task) { throw new AssertionError(); }
  public static void runMain(Task task) { throw new AssertionError(); }
  public static void gosched() { throw new AssertionError(); }
  public static Error goexit() { throw new AssertionError(); }
  public static int numGoroutine() { throw new AssertionError(); }
  public static int gomaxprocs(int n) { throw new AssertionError(); }
  public static long goid() { throw new AssertionError(); }
  public static void onPanic(Consumer<Panic> h) { throw new AssertionError(); }
  public static String dump() { throw new AssertionError(); }
}
