package dev.goro.bench.jdk;

import dev.goro.bench.twin.WrongResultException;
import java.util.concurrent.SynchronousQueue;

/**
 * A generator of numbers from 0 on, as the JDK alone allows one: a virtual thread computes them and
 * hands each over by a queue. It begins when it is first asked, and is one element ahead from then
 * on: to be asked for each would cost it a second hand-over.
 */
final class HandedOver implements AutoCloseable {
  /** What {@link #next} returns after the last element. */
  static final long END = -1;

  private final SynchronousQueue<Long> elements = new SynchronousQueue<>();
  private final Body body;
  private Thread thread;

  HandedOver(Body body) {
    this.body = body;
  }

  /** What yields the elements. */
  @FunctionalInterface
  interface Body {
    /** Puts the elements into the queue, until it has no more, or is interrupted. */
    void run(SynchronousQueue<Long> elements) throws InterruptedException;
  }

  private void compute() {
    try {
      body.run(elements);
      elements.put(END);
    } catch (InterruptedException closed) {
      // Nobody waits for more.
    }
  }

  long next() throws InterruptedException {
    if (thread == null) {
      thread = Thread.startVirtualThread(this::compute);
    }
    return elements.take();
  }

  /** Ends the thread, whose finally blocks have run then. */
  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new WrongResultException("a thread was interrupted that nobody interrupts");
      }
    }
  }
}
