/**
 * The twin on the JDK alone: virtual threads on the JDK's default scheduler, with the JDK's nearest
 * means. A {@code SynchronousQueue} stands for an unbuffered channel, an {@code ArrayBlockingQueue}
 * for a buffered one, {@code Thread.join} and {@code CountDownLatch} for a wait group.
 */
package dev.goro.bench.jdk;
