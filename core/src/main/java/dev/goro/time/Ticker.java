package dev.goro.time;

import dev.goro.RecvChan;
import java.time.Duration;
import java.time.Instant;

/** stub */
public final class Ticker implements AutoCloseable {
  /** NewTicker @param d period */
  public Ticker(Duration d) { throw new AssertionError(); }
  /** Go's t.C @return channel */
  public RecvChan<Instant> channel() { throw new AssertionError(); }
  /** Go's Stop. */
  public void stop() { throw new AssertionError(); }
  /** Go's Reset @param d period */
  public void reset(Duration d) { throw new AssertionError(); }
  @Override public void close() { stop(); }
}
