/**
 * What the two Java twins share: how a workload is warmed up, sampled and shared among goroutines.
 * The twins themselves, {@code dev.goro.bench.goro} and {@code dev.goro.bench.jdk}, differ only in
 * what they measure; the third twin is the Go module in {@code bench/go}.
 */
package dev.goro.bench.twin;
