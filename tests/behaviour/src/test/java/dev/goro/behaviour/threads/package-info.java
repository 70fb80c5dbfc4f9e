/** Goroutines and OS threads: {@code lockOSThread}, native calls that block, limits of threads. */
package dev.goro.behaviour.threads;
