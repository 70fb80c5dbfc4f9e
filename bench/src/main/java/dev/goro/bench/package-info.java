/**
 * {@code goro bench}: the same workloads on Goro, on Go and on the JDK's virtual threads, each in
 * processes of its own, taken in turns, so that what the machine does meanwhile meets all of them
 * alike.
 *
 * <p>{@link dev.goro.bench.Main} is the command, {@link dev.goro.bench.Benchmark} the turns, {@link
 * dev.goro.bench.Statistics} the figures, {@link dev.goro.bench.Report} what comes out. What is
 * measured stands in the twins: {@code dev.goro.bench.goro}, {@code dev.goro.bench.jdk} and the Go
 * module {@code bench/go}.
 */
package dev.goro.bench;
