package dev.goro.bench;

import java.time.Duration;

/**
 * How much time the measurement of one workload in one process takes.
 *
 * @param jvmWarmup how long a JVM warms up, at least, by the clock and by its CPU time
 * @param goWarmup how long a Go process warms up, likewise
 * @param sample how long a sample takes, at least
 * @param samples how many samples a process takes
 * @param limit after how long a process counts as hanging
 */
record Budget(Duration jvmWarmup, Duration goWarmup, Duration sample, int samples, Duration limit) {
  /** What {@code goro bench} uses. */
  static final Budget FULL =
      new Budget(
          Duration.ofMillis(1_500),
          Duration.ofMillis(300),
          Duration.ofMillis(100),
          5,
          Duration.ofMinutes(3));

  /**
   * What {@code goro bench weave} uses: many short samples, of which the least counts, for a few
   * hundredths are to be seen although the machine may have other work.
   */
  static final Budget SHORT_SAMPLES =
      new Budget(
          Duration.ofMillis(1_000),
          Duration.ofMillis(300),
          Duration.ofMillis(30),
          20,
          Duration.ofMinutes(3));
}
