/**
 * What Goro promises, point by point. {@code channels}, {@code io}, {@code select}, {@code sync}
 * and {@code time} run twice: on Goro's scheduler, and without its JVM flags on the JDK's. {@code
 * scheduler}, {@code threads} and {@code tells} are about the scheduler itself, about goroutines
 * that are kept to a thread, and about what is reported.
 */
package dev.goro.behaviour;
