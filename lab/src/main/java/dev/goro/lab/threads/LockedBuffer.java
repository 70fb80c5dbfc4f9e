package dev.goro.lab.threads;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A buffer between threads as textbooks write it: a lock, and a condition for each side. */
final class LockedBuffer {
  private final int capacity;
  private final ArrayDeque<Long> values;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notFull = lock.newCondition();
  private final Condition notEmpty = lock.newCondition();

  LockedBuffer(int capacity) {
    this.capacity = capacity;
    values = new ArrayDeque<>(capacity);
  }

  void put(long value) throws InterruptedException {
    lock.lock();
    try {
      while (values.size() == capacity) {
        notFull.await();
      }
      values.add(value);
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  long take() throws InterruptedException {
    lock.lock();
    try {
      while (values.isEmpty()) {
        notEmpty.await();
      }
      long value = values.remove();
      notFull.signal();
      return value;
    } finally {
      lock.unlock();
    }
  }
}
