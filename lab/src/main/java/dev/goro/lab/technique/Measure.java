package dev.goro.lab.technique;

import dev.goro.lab.report.Unit;

/** What is measured of a work under a technique. */
public enum Measure {
  /** Operations a second. */
  THROUGHPUT("throughput", Unit.PER_SECOND, true, 0),
  /** The time that half of the operations took at most. */
  MEDIAN_LATENCY("latency p50", Unit.NANOSECONDS, false, 0),
  /** The time that 99 of 100 operations took at most. */
  TAIL_LATENCY("latency p99", Unit.NANOSECONDS, false, 0),
  /** CPU time of the process for each operation. */
  CPU("CPU time an operation", Unit.NANOSECONDS, false, 0),
  /**
   * What the process needs of memory. The JVM keeps for a while what its two compilers needed, ten
   * MiB for a single large method; which methods those are is another thing in each technique, and
   * says nothing of what the technique's tasks need.
   */
  MEMORY("memory", Unit.BYTES, false, 16 << 20);

  private final String label;
  private final Unit unit;
  private final boolean moreIsBetter;
  private final double negligible;

  Measure(String label, Unit unit, boolean moreIsBetter, double negligible) {
    this.label = label;
    this.unit = unit;
    this.moreIsBetter = moreIsBetter;
    this.negligible = negligible;
  }

  /**
   * Its name for a reader.
   *
   * @return a few words
   */
  public String label() {
    return label;
  }

  /**
   * What it is measured in.
   *
   * @return the unit
   */
  public Unit unit() {
    return unit;
  }

  /**
   * Which way is better.
   *
   * @return whether a greater value is better than a smaller one
   */
  public boolean moreIsBetter() {
    return moreIsBetter;
  }

  /**
   * By how much two values may differ, whatever they are, without being any better or worse.
   *
   * @return the most, in its unit
   */
  public double negligible() {
    return negligible;
  }
}
