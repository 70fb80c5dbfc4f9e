/** Goroutines, channels and select. Start with {@link dev.goro.Go}. */
package dev.goro;
