package dev.goro.conformance.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goroutines change values of many types, held in locals, arrays, collections and channels across
 * yields, while the collector works without pause. Go: {@code test/gcgort.go}.
 */
class CollectorTest {
  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseParallelGC", "-XX:+UseSerialGC"})
  void valuesSurviveAnEagerCollector(String collector) {
    var result =
        Program.of(Churn.class).jvm(collector, "-Xmx64m", "-Xmn2m").env("GOMAXPROCS", "4").run();
    assertEquals(new Program.Result(0, "values survived\n", ""), result);
  }

  static final class Churn {
    private static final int GOROUTINES = 8;
    private static final int REPEATS = 4;
    private static final int CHANGES = 8;
    private static final int LENGTH = 9;

    private record Pair(int number, String text) {}

    /** One type of value: the n-th value of it. */
    private static final List<IntFunction<Object>> TYPES =
        List.of(
            n -> n % 2 == 0,
            n -> (byte) n,
            n -> (short) n,
            n -> n,
            n -> (long) n << 33,
            n -> n * 0.5f,
            n -> n * 0.25,
            n -> (char) ('a' + n),
            n -> "text " + n,
            n -> new Pair(n, "pair " + n),
            n -> List.of(n, n + 1),
            n -> Map.of(n, "entry " + n));

    static void main() {
      var churning = new WaitGroup();
      for (int g = 0; g < GOROUTINES; g++) {
        for (IntFunction<Object> type : TYPES) {
          churning.go(() -> everyHolder(type));
        }
      }
      churning.await();
      System.out.println("values survived");
    }

    private static void everyHolder(IntFunction<Object> type) {
      var all = new WaitGroup();
      for (int i = 0; i < REPEATS; i++) {
        all.go(() -> local(type));
        all.go(() -> array(type));
        all.go(() -> list(type));
        all.go(() -> map(type));
        all.go(() -> channel(type));
        all.go(() -> frames(type, LENGTH * 4));
        all.go(() -> closure(type));
      }
      all.await();
    }

    private static void local(IntFunction<Object> type) {
      Object value = type.apply(0);
      for (int i = 0; i < CHANGES; i++) {
        same(type.apply(i), value);
        value = type.apply(i + 1);
        Go.gosched();
      }
    }

    private static void array(IntFunction<Object> type) {
      var values = new Object[LENGTH];
      for (int i = 0; i < CHANGES; i++) {
        for (int j = 0; j < LENGTH; j++) {
          values[j] = type.apply(i + j);
          Go.gosched();
        }
        for (int j = 0; j < LENGTH; j++) {
          same(type.apply(i + j), values[j]);
        }
      }
    }

    private static void list(IntFunction<Object> type) {
      var values = new ArrayList<>();
      for (int i = 0; i < CHANGES * LENGTH; i++) {
        values.add(type.apply(i));
        if (values.size() > LENGTH) {
          same(type.apply(i - LENGTH), values.removeFirst());
        }
        Go.gosched();
      }
    }

    private static void map(IntFunction<Object> type) {
      var values = new HashMap<Integer, Object>();
      for (int i = 0; i < CHANGES; i++) {
        for (int j = 0; j < LENGTH; j++) {
          values.put(j, type.apply(i * j));
          Go.gosched();
        }
        int round = i;
        values.forEach((key, value) -> same(type.apply(round * key), value));
      }
    }

    private static void channel(IntFunction<Object> type) {
      Chan<Object> values = Chan.make();
      for (int i = 0; i < CHANGES; i++) {
        Object value = type.apply(i);
        Go.go(() -> values.send(value));
        same(type.apply(i), values.recv());
        Go.gosched();
      }
    }

    /** Values in the frames of a deep stack that parks at its deepest point. */
    private static void frames(IntFunction<Object> type, int depth) {
      Object value = type.apply(depth);
      if (depth > 0) {
        frames(type, depth - 1);
      } else {
        Go.gosched();
      }
      same(type.apply(depth), value);
    }

    private static void closure(IntFunction<Object> type) {
      Function<Integer, Object> current = n -> type.apply(n);
      for (int i = 0; i < CHANGES; i++) {
        Function<Integer, Object> before = current;
        int step = i;
        current = n -> step % 2 == 0 ? before.apply(n) : type.apply(n);
        same(type.apply(i), current.apply(i));
        Go.gosched();
      }
    }

    private static void same(Object expected, Object actual) {
      if (!Objects.equals(expected, actual)) {
        throw new AssertionError("should be " + expected + ", but is " + actual);
      }
    }
  }
}
