package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Virtual threads meet: all but the last that comes wait, and the last one wakes them. An operation
 * is a turn of each.
 *
 * @param waiters how many wait
 */
record CondRounds(int waiters) implements Work {
  @Override
  public void run(long ops) throws InterruptedException {
    var meeting = new Meeting(waiters + 1);
    BlockingQueue<Long> done = Queues.make(0);
    for (int i = 0; i <= waiters; i++) {
      Interruptible.start(() -> done.put(meeting.takePart(ops)));
    }
    long most = 0;
    long sum = 0;
    for (int i = 0; i <= waiters; i++) {
      long turns = done.take();
      most = Math.max(most, turns);
      sum += turns;
    }
    check("turns of the first one to end", ops, most);
    check("turns of all", sum, meeting.turns);
    check(
        "turns in whole rounds", meeting.turns - meeting.arrived, meeting.rounds * (waiters + 1L));
  }

  /** What the threads share; the lock guards it. */
  private static final class Meeting {
    private final int members;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition all = lock.newCondition();
    private long arrived;
    private long turns;
    private long rounds;
    private boolean over;

    Meeting(int members) {
      this.members = members;
    }

    long takePart(long ops) throws InterruptedException {
      long mine = 0;
      while (mine < ops) {
        lock.lock();
        if (over) {
          lock.unlock();
          break;
        }
        mine++;
        turns++;
        arrived++;
        if (arrived == members) {
          arrived = 0;
          rounds++;
          all.signalAll();
        } else {
          all.await();
        }
        lock.unlock();
      }
      lock.lock();
      over = true;
      all.signalAll();
      lock.unlock();
      return mine;
    }
  }
}
