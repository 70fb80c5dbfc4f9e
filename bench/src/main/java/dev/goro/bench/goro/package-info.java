/**
 * The twin on Goro: goroutines, channels and wait groups, written as a program on Goro would be.
 */
package dev.goro.bench.goro;
