/**
 * What Goro promises, point by point. {@code channels}, {@code io}, {@code select}, {@code sync}
 * and {@code time} run twice: on Goro's scheduler, and without its JVM flags on the JDK's. {@code
 * scheduler} and {@code tells} are about the scheduler itself and about what it reports.
 */
package dev.goro.behaviour;
