package dev.goro.lab.measure;

import dev.goro.lab.process.Experiment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Weighs this process as it takes memory of different kinds. */
public final class Weighing implements Experiment {
  static final int SIZE = 32 << 20;

  private static final int PAGE = 4_096;

  /** Made by its name. */
  public Weighing() {}

  /** The footprint before, and after each step. */
  record Found(long empty, long withGarbage, long withLive, long withNative, List<Long> ofWork) {}

  @Override
  public Object run(List<String> args) throws Exception {
    Footprint.settle();
    long empty = Footprint.bytes().orElseThrow();
    for (int i = 0; i < 3; i++) {
      Reference.reachabilityFence(new byte[SIZE]);
    }
    long withGarbage = Footprint.bytes().orElseThrow();
    byte[] live = new byte[SIZE];
    long withLive = Footprint.bytes().orElseThrow();
    ByteBuffer outside = ByteBuffer.allocateDirect(SIZE);
    for (int i = 0; i < SIZE; i += PAGE) {
      outside.put(i, (byte) 1);
    }
    long withNative = Footprint.bytes().orElseThrow();
    List<Long> ofWork = Footprint.of(Weighing::work);
    Reference.reachabilityFence(live);
    Reference.reachabilityFence(outside);
    return new Found(empty, withGarbage, withLive, withNative, ofWork);
  }

  /** Holds as much again for some hundred milliseconds, so that a look finds it. */
  private static Object work() {
    byte[] held = new byte[SIZE];
    LockSupport.parkNanos(700_000_000);
    Reference.reachabilityFence(held);
    return held.length;
  }
}
