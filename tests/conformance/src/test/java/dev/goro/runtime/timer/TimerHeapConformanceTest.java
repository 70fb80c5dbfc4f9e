package dev.goro.runtime.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The heap of timers, which no M looks at here: what is due is fired, in order, each timer once,
 * whether few of many are due or nearly all, which are then taken out in one go.
 */
class TimerHeapConformanceTest {
  private static final int TIMERS = 10_000;
  private static final long FAR = Long.MAX_VALUE / 4;

  private final long base = System.nanoTime() + FAR; // by then no keeper fires them
  private final TimerHeap pending = new TimerHeap();
  private final List<Recorded> fired = new ArrayList<>();

  private final class Recorded extends TimerNode {
    final long time;

    Recorded(long time) {
      this.time = time;
      pending.add(this, base + time, true);
    }

    @Override
    protected void fire(long now) {
      fired.add(this);
    }
  }

  private List<Recorded> timers(int range) {
    var random = new Random(range);
    var timers = new ArrayList<Recorded>();
    for (int i = 0; i < TIMERS; i++) {
      timers.add(new Recorded(random.nextInt(range)));
    }
    return timers;
  }

  private void checkFired(long count) {
    assertEquals(count, fired.size());
    assertEquals(count, fired.stream().distinct().count());
    for (int i = 1; i < count; i++) {
      assertTrue(fired.get(i - 1).time <= fired.get(i).time, "out of order at " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 1_500, 2_500, 5_000, 9_000, 9_999, 10_000})
  void firesWhatIsDueInOrder(int until) {
    var timers = timers(10_000);
    long due = timers.stream().filter(t -> t.time <= until).count();

    pending.run(base + until);

    checkFired(due);
    assertEquals(TIMERS - due, pending.size());
    pending.run(base + 10_000);
    checkFired(TIMERS);
    assertEquals(0, pending.size());
    assertEquals(TimerHeap.NONE, pending.next());
  }

  @Test
  void timersThatStayCanBeStoppedAndSetAnew() {
    var timers = timers(10_000);
    pending.run(base + 6_000);
    int count = fired.size();
    assertTrue(count > TIMERS / 2);

    var left = timers.stream().filter(t -> t.time > 6_000).toList();
    for (int i = 0; i < left.size(); i++) {
      if (i % 2 == 0) {
        assertTrue(left.get(i).cancel());
        assertFalse(left.get(i).cancel());
      } else {
        assertTrue(left.get(i).reset(base + 6_001));
      }
    }
    assertEquals(base + 6_001, pending.next());
    assertEquals(left.size() / 2, pending.size());
    pending.run(base + 6_001);
    assertEquals(count + left.size() / 2, fired.size());
    assertEquals(0, pending.size());
  }

  @Test
  void timersThatWerePutOffStay() {
    var timers = timers(1_000);
    for (int i = 0; i < TIMERS; i += 2) {
      assertTrue(timers.get(i).reset(base + 5_000));
    }

    pending.run(base + 1_000);

    checkFired(TIMERS / 2);
    assertEquals(base + 5_000, pending.next());
    pending.run(base + 4_999);
    assertEquals(TIMERS / 2, fired.size());
    pending.run(base + 5_000);
    assertEquals(TIMERS, fired.size());
    assertEquals(TIMERS, fired.stream().distinct().count());
  }

  @Test
  void timersThatHaveFiredAreSetNoMore() {
    var timers = timers(100);
    pending.run(base + 100);
    checkFired(TIMERS);
    for (var timer : timers) {
      assertFalse(timer.cancel());
    }
  }

  @Test
  void timesFarApartAreSortedAsWell() {
    var first = new Recorded(-FAR / 2);
    timers(10_000);

    pending.run(base + 10_000);

    assertEquals(first, fired.getFirst());
    checkFired(TIMERS + 1L);
  }
}
