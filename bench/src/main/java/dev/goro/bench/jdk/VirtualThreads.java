package dev.goro.bench.jdk;

import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Twin;
import dev.goro.bench.twin.WrongResultException;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;

/** How this twin starts a {@link Parallel}'s members. */
final class VirtualThreads {
  /** How many carrier threads the JDK's scheduler has. */
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

  private VirtualThreads() {}

  /** How many virtual threads may run at once. */
  static int procs() {
    return Integer.getInteger(PARALLELISM, Runtime.getRuntime().availableProcessors());
  }

  /** Operations that as many virtual threads share as may run at once. */
  static Parallel parallel() {
    return parallel(1);
  }

  /** Operations that several times as many virtual threads share as may run at once. */
  static Parallel parallel(int perProc) {
    return new Parallel(VirtualThreads::together, perProc * procs());
  }

  /** Does the one in a virtual thread and the other here. */
  static void both(Runnable one, Runnable other) {
    var done = new CountDownLatch(1);
    Thread.startVirtualThread(
        () -> {
          one.run();
          done.countDown();
        });
    other.run();
    try {
      done.await();
    } catch (InterruptedException e) {
      throw new WrongResultException("a thread was interrupted that nobody interrupts");
    }
  }

  static void together(int count, Parallel.Member member) throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < count; i++) {
      int me = i;
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  member.run(me);
                } catch (Exception e) {
                  Twin.fail(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
