package dev.goro.conformance.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.time.Sometimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Actions now and then. Go: {@code golang.org/x/time/rate/sometimes_test.go}. */
class SometimesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Integer> ran = new ArrayList<>();
  private long clock = Long.MAX_VALUE - 5; // it may overflow, as the JDK's may

  private Sometimes sometimes(int first, int every, Duration interval) {
    return new Sometimes(first, every, interval, () -> clock);
  }

  private void run(Sometimes sometimes, int from, int to) {
    for (int i = from; i <= to; i++) {
      int call = i;
      boolean before = sometimes.run(() -> ran.add(call));
      assertEquals(before, ran.contains(call));
    }
  }

  @Test
  void theFirstCallOnly() {
    run(sometimes(0, 0, Duration.ZERO), 1, 3);
    assertEquals(List.of(1), ran);
  }

  @Test
  void theFirstCalls() {
    run(sometimes(2, 0, Duration.ZERO), 1, 3);
    assertEquals(List.of(1, 2), ran);
  }

  @Test
  void everySecondCall() {
    run(sometimes(0, 2, Duration.ZERO), 1, 3);
    assertEquals(List.of(1, 3), ran);
  }

  @Test
  void onceInAWhile() {
    var sometimes = sometimes(0, 0, SECOND);
    run(sometimes, 1, 2);
    clock += SECOND.toNanos();
    run(sometimes, 3, 3);
    assertEquals(List.of(1, 3), ran);
  }

  @Test
  void anyOfTheThreeIsEnough() {
    var sometimes = sometimes(2, 2, SECOND);
    run(sometimes, 1, 3);
    clock += SECOND.toNanos();
    run(sometimes, 4, 6);
    assertEquals(List.of(1, 2, 3, 4, 5), ran);
  }

  @Test
  void anyIntervalIsTaken() {
    for (Duration interval :
        List.of(Duration.ZERO, Duration.ofSeconds(Long.MAX_VALUE), Duration.ofNanos(-1))) {
      ran.clear();
      run(sometimes(0, 0, interval), 1, 2);
      assertEquals(List.of(1), ran);
    }
  }
}
