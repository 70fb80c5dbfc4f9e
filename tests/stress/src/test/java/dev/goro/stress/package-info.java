/**
 * Stress: the same few things again and again, with many goroutines, at 1, 2 and 16 Ps, to find
 * lost wake-ups, lost or doubled values, and hangs. With {@code -Dgoro.long=true} each test does at
 * least ten times the work.
 */
package dev.goro.stress;
