package dev.goro.lab.technique;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What all techniques have in common, and what the event loop and the pool are known for. */
@Timeout(60)
class TechniqueTest {
  @ParameterizedTest
  @EnumSource
  void tasksReturnTheirResultsAndPassValuesOn(Technique technique) throws Exception {
    Tasks tasks = technique.open();
    int sum =
        tasks.within(
            () -> {
              Tasks.Mailbox<Integer> mailbox = tasks.mailbox(1);
              var adder =
                  tasks.spawn(
                      () -> {
                        int total = 0;
                        for (int i = 0; i < 100; i++) {
                          total += mailbox.take();
                        }
                        return total;
                      });
              for (int i = 0; i < 100; i++) {
                mailbox.put(i);
              }
              return adder.await();
            });
    assertEquals(4_950, sum);
  }

  @ParameterizedTest
  @EnumSource
  void whatATaskThrowsComesToWhoWaits(Technique technique) throws Exception {
    Tasks tasks = technique.open();
    String message =
        tasks.within(
            () -> {
              Tasks.Started<Void> failing =
                  tasks.spawn(
                      () -> {
                        throw new IOException("as asked");
                      });
              return assertThrows(IOException.class, failing::await).getMessage();
            });
    assertEquals("as asked", message);
  }

  @ParameterizedTest
  @EnumSource
  void asManyRunAtOnceAsTheTechniqueAllows(Technique technique) throws Exception {
    Tasks tasks = technique.open();
    var waiting = new AtomicInteger();
    var most = new AtomicInteger();
    int most8 =
        tasks.within(
            () -> {
              var all = new ArrayList<Tasks.Started<Void>>();
              for (int i = 0; i < 8 * Runtime.getRuntime().availableProcessors(); i++) {
                all.add(
                    tasks.spawn(
                        () -> {
                          most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
                          tasks.sleep(Duration.ofMillis(100));
                          waiting.decrementAndGet();
                          return null;
                        }));
              }
              for (var one : all) {
                one.await();
              }
              return most.get();
            });
    int cores = Runtime.getRuntime().availableProcessors();
    if (technique == Technique.POOL) {
      assertTrue(most8 <= cores, "a pool of %d had %d at once".formatted(cores, most8));
    } else {
      assertTrue(most8 > cores, "only %d waited at once".formatted(most8));
    }
  }
}
