package dev.goro.lab.bound;

import dev.goro.lab.process.Experiment;
import java.util.List;

/** Computes, and tells the quota that it was under meanwhile. */
public final class Throttled implements Experiment {
  private static final long NANOS = 400_000_000;

  /** Made by its name. */
  public Throttled() {}

  /** The CPUs that the quota leaves, and how long threads had to wait; 0 if there is no quota. */
  record Answer(double cpus, double waited) {}

  @Override
  public Object run(List<String> args) {
    var quota = Quota.here();
    double before = quota.map(Quota::throttledNanos).orElse(0.0);
    long end = System.nanoTime() + NANOS;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    return new Answer(
        quota.map(Quota::cpus).orElse(0.0), quota.map(Quota::throttledNanos).orElse(0.0) - before);
  }
}
