package dev.goro.runtime.timer;
public final class Sleep {
  public static void sleep(java.time.Duration d) { throw new AssertionError(); }
}
