package dev.goro.lab.work;

/**
 * What a run of a program did.
 *
 * @param latencies the time of each operation in nanoseconds
 * @param clientCpuNanos the CPU time of its clients, which are not under the technique
 */
public record Outcome(long[] latencies, long clientCpuNanos) {}
