package dev.goro.bench.jdk;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;

/** The JDK's queues that stand for channels. */
final class Queues {
  private Queues() {}

  /** The queue that stands for a channel of the given capacity. */
  static <T> BlockingQueue<T> make(int capacity) {
    return capacity == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(capacity);
  }
}
