package dev.goro.runtime.sched;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/** A thread that is not a goroutine of ours, platform or virtual, and waits by the JDK's means. */
final class ThreadWaiter extends Waiter {
  private final Thread thread;

  ThreadWaiter(Thread thread) {
    this.thread = thread;
  }

  @Override
  public Thread thread() {
    return thread;
  }

  @Override
  public void prepare(WaitReason reason) {
    resetDone();
  }

  @Override
  public void arm(WaitReason reason) {
    resetDone();
  }

  @Override
  void park() {
    if (!done) {
      LockSupport.park(this);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // it waits for one that is about to finish
  @Override
  boolean parkAgain() {
    if (interrupted()) {
      Thread.yield(); // park would not block; the waker is about to finish
    }
    return !done;
  }

  @Override
  void unpark() {
    VarHandle.fullFence(); // the JDK has none where the permit is there already
    LockSupport.unpark(thread);
  }
}
