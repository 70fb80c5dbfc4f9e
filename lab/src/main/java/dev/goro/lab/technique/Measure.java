package dev.goro.lab.technique;

import dev.goro.lab.report.Unit;

/** What is measured of a work under a technique. */
public enum Measure {
  /** Operations a second. */
  THROUGHPUT("throughput", Unit.PER_SECOND, true),
  /** The time that half of the operations took at most. */
  MEDIAN_LATENCY("latency p50", Unit.NANOSECONDS, false),
  /** The time that 99 of 100 operations took at most. */
  TAIL_LATENCY("latency p99", Unit.NANOSECONDS, false),
  /** CPU time of the process for each operation. */
  CPU("CPU time an operation", Unit.NANOSECONDS, false),
  /** The process's peak resident memory. */
  MEMORY("peak memory", Unit.BYTES, false);

  private final String label;
  private final Unit unit;
  private final boolean moreIsBetter;

  Measure(String label, Unit unit, boolean moreIsBetter) {
    this.label = label;
    this.unit = unit;
    this.moreIsBetter = moreIsBetter;
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
}
