package stress;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.channels.Stage;
import dev.goro.channels.Stages;
import dev.goro.channels.Topic;
import dev.goro.channels.Topic.WhenFull;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.GoroTest;
import dev.goro.time.Limiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pipelines of random stages that are read to the end, left early or fail: no goroutine is left.
 */
@GoroTest(seconds = 600)
class PipelineStormTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void pipelinesLeaveNoGoroutine(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          var wg = new WaitGroup();
          for (int g = 0; g < 8; g++) {
            wg.go(
                () -> {
                  for (int i = 0; i < Tier.work(60); i++) {
                    onePipeline();
                  }
                });
          }
          wg.await();
          Eventually.that("no goroutine is left\n" + Go.dump(), () -> Go.numGoroutine() <= before);
        });
  }

  private static void onePipeline() {
    var random = ThreadLocalRandom.current();
    int values = 60;
    int failAt = random.nextInt(values * 3);
    Stage<Integer> stage =
        random.nextBoolean()
            ? Stages.from(IntStream.range(0, values).boxed().toList())
            : counting(values);
    for (int depth = random.nextInt(5); depth > 0; depth--) {
      stage = onTopOf(stage, failAt);
    }
    int take = random.nextInt(values * 2);
    try (var last = stage) {
      for (Integer ignored : last) {
        if (take-- == 0) {
          break;
        }
      }
    } catch (CompletionException e) {
      assertEquals("on purpose", e.getCause().getMessage());
    }
  }

  private static Stage<Integer> counting(int values) {
    var next = new AtomicInteger();
    return Stages.generate(
        () -> {
          int n = next.getAndIncrement();
          return n < values ? n : null;
        });
  }

  private static Stage<Integer> onTopOf(Stage<Integer> stage, int failAt) {
    Stages.Mapping<Integer, Integer> mapping =
        v -> {
          if (v == failAt) {
            throw new IllegalStateException("on purpose");
          }
          if (v % 16 == 0) {
            Thread.sleep(0, 20_000);
          }
          return v;
        };
    return switch (ThreadLocalRandom.current().nextInt(7)) {
      case 0 -> Stages.map(stage, 4, mapping);
      case 1 -> Stages.mapUnordered(stage, 4, mapping);
      case 2 -> Stages.merge(stage, counting(20));
      case 3 -> Stages.map(Stages.batch(stage, 3, Duration.ofNanos(50_000)), 2, List::getLast);
      case 4 -> Stages.throttle(stage, new Limiter(1_000_000, 5));
      case 5 -> Stages.debounce(stage, Duration.ofNanos(1_000));
      default -> {
        List<Stage<Integer>> copies = Stages.tee(stage, 2);
        yield Stages.merge(copies);
      }
    };
  }

  /** Stages that are closed by another goroutine at a random moment. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void closesRaceWithTheEnd(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          for (int i = 0; i < Tier.work(400); i++) {
            Stage<Integer> stage = onTopOf(onTopOf(counting(20), -1), -1);
            var wg = new WaitGroup();
            int pause = i % 50;
            for (int c = 0; c < 2; c++) {
              wg.go(
                  () -> {
                    Go.sleep(Duration.ofNanos(pause * 2_000L));
                    stage.close();
                  });
            }
            wg.go(() -> Stages.drain(stage));
            wg.await();
            assertTrue(stage.failure().isEmpty(), () -> "failed: " + stage.failure());
          }
          Eventually.that("no goroutine is left\n" + Go.dump(), () -> Go.numGoroutine() <= before);
        });
  }

  /** The order of an ordered map holds, whatever runs first. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void orderIsKept(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int values = Tier.work(3_000);
          int expected = 0;
          for (int v :
              Stages.map(
                  Stages.map(counting(values), 16, v -> v),
                  7,
                  v -> {
                    if (v % 3 == 0) {
                      Go.gosched();
                    }
                    return v;
                  })) {
            assertEquals(expected++, v);
          }
          assertEquals(values, expected);
        });
  }

  /** Subscribers come and go while several publish; those that stay miss nothing. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void subscribersComeAndGo(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var topic = new Topic<Integer>();
          int publishers = 3;
          int each = Tier.work(1_000);
          var counts = new ArrayList<AtomicLong>();
          var readers = new WaitGroup();
          for (int i = 0; i < 3; i++) {
            var stays = topic.subscribe(i, WhenFull.WAIT);
            var count = new AtomicLong();
            counts.add(count);
            readers.go(() -> count.set(Stages.drain(stays)));
          }
          var guests = new WaitGroup();
          for (int g = 0; g < 4; g++) {
            WhenFull rule = WhenFull.values()[g % 3];
            guests.go(
                () -> {
                  for (int i = 0; i < Tier.work(100); i++) {
                    try (var s = topic.subscribe(1 + i % 2, rule)) {
                      s.channel().tryRecv(Duration.ofNanos(i * 1_000L));
                      if (i % 4 == 0) {
                        s.channel().tryRecv();
                      }
                    }
                  }
                });
          }
          var publishing = new WaitGroup();
          for (int p = 0; p < publishers; p++) {
            publishing.go(
                () -> {
                  for (int i = 0; i < each; i++) {
                    topic.publish(i);
                  }
                });
          }
          publishing.await();
          guests.await();
          assertEquals(3, topic.subscribers());
          topic.close();
          readers.await();
          for (var count : counts) {
            assertEquals((long) publishers * each, count.get());
          }
        });
  }
}
