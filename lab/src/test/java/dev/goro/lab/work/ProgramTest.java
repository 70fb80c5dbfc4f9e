package dev.goro.lab.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.lab.technique.Technique;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each program finds its result right, twice in a row, under each technique that lets it end. */
@Timeout(60)
class ProgramTest {
  static Stream<Arguments> all() {
    return Program.ALL.stream()
        .flatMap(
            program ->
                Stream.of(Technique.values())
                    .filter(technique -> technique != Technique.POOL)
                    .map(technique -> Arguments.of(program.name(), technique)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void isRightUnderEachTechnique(String name, Technique technique) throws Exception {
    var program = Program.named(name);
    var tasks = technique.open();
    int operations = tasks.within(() -> program.run(tasks)).latencies().length;
    Outcome second = tasks.within(() -> program.run(tasks));

    assertTrue(operations > 0);
    assertEquals(operations, second.latencies().length);
    assertTrue(Arrays.stream(second.latencies()).allMatch(nanos -> nanos > 0));
    assertTrue(second.clientCpuNanos() >= 0);
  }
}
