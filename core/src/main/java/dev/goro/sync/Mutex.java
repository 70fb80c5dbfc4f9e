package dev.goro.sync;

/** stub */
public final class Mutex {
  /** stub */
  public Mutex() {}
  /** lock */
  public void lock() { throw new AssertionError(); }
  /** tryLock @return whether */
  public boolean tryLock() { throw new AssertionError(); }
  /** unlock */
  public void unlock() { throw new AssertionError(); }
}
