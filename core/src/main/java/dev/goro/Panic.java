package dev.goro;

/**
 * A throwable that left a goroutine's task: what {@link Go#onPanic} hands to its handler.
 *
 * @param goroutineId the goroutine's id
 * @param goroutineName its name; empty if it has none
 * @param cause the throwable
 * @param report the text that a crash prints: {@code panic: …}, {@code goroutine 7 [running]:}, the
 *     stack, {@code created by …}
 */
public record Panic(long goroutineId, String goroutineName, Throwable cause, String report) {}
