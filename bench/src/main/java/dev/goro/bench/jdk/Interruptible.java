package dev.goro.bench.jdk;

import dev.goro.bench.twin.WrongResultException;

/**
 * Work of a virtual thread that blocks in the JDK's interruptible calls. Nobody interrupts the
 * benchmark's threads.
 */
@FunctionalInterface
interface Interruptible {
  void run() throws InterruptedException;

  /** Starts a virtual thread that does the work. */
  static Thread start(Interruptible work) {
    return Thread.startVirtualThread(
        () -> {
          try {
            work.run();
          } catch (InterruptedException e) {
            throw new WrongResultException("a thread was interrupted that nobody interrupts");
          }
        });
  }
}
