package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;
import dev.goro.sync.Cond;
import dev.goro.sync.Mutex;

/**
 * Goroutines meet: all but the last that comes wait, and the last one wakes them. An operation is a
 * turn of each.
 *
 * @param waiters how many wait
 */
record CondRounds(int waiters) implements Work {
  @Override
  public void run(long ops) {
    var meeting = new Meeting(waiters + 1);
    Chan<Long> done = Chan.make();
    for (int i = 0; i <= waiters; i++) {
      go(() -> done.send(meeting.takePart(ops)));
    }
    long most = 0;
    long sum = 0;
    for (int i = 0; i <= waiters; i++) {
      long turns = done.recv();
      most = Math.max(most, turns);
      sum += turns;
    }
    check("turns of the first one to end", ops, most);
    check("turns of all", sum, meeting.turns);
    check(
        "turns in whole rounds", meeting.turns - meeting.arrived, meeting.rounds * (waiters + 1L));
  }

  /** What the goroutines share; the mutex guards it. */
  private static final class Meeting {
    private final int members;
    private final Mutex mutex = new Mutex();
    private final Cond all = new Cond(mutex);
    private long arrived;
    private long turns;
    private long rounds;
    private boolean over;

    Meeting(int members) {
      this.members = members;
    }

    long takePart(long ops) {
      long mine = 0;
      while (mine < ops) {
        mutex.lock();
        if (over) {
          mutex.unlock();
          break;
        }
        mine++;
        turns++;
        arrived++;
        if (arrived == members) {
          arrived = 0;
          rounds++;
          all.broadcast();
        } else {
          all.await();
        }
        mutex.unlock();
      }
      mutex.lock();
      over = true;
      all.broadcast();
      mutex.unlock();
      return mine;
    }
  }
}
