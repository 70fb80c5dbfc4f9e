package dev.goro.bench;

import static dev.goro.bench.Contender.JDK;
import static dev.goro.bench.Contender.KOTLIN;

import java.util.List;

/** The suite {@code coroutine}: generators, which are Go's {@code iter.Pull}. */
final class CoroutineSuite {
  static final Suite SUITE =
      Suite.of(
          "coroutine",
          "generators; Go's iter.Pull, Kotlin's sequence, threads of the JDK that hand over",
          List.of("suite_coroutine.go"),
          coroutine("generator-next", "a generator is asked for its elements; an element")
              .alsoOn(KOTLIN),
          coroutine(
                  "generator-make",
                  "one of a single element is made and run to its end; a generator")
              .alsoOn(KOTLIN),
          // Kotlin's sequences cannot be closed: what is left in the middle is garbage.
          coroutine("generator-close", "one is made, asked for an element and closed; a generator"),
          coroutine(
                  "generator-tree", "a generator walks a tree of 1,023 nodes by recursion; a node")
              .alsoOn(KOTLIN));

  private CoroutineSuite() {}

  private static Workload coroutine(String id, String about) {
    return Workload.of(id, Group.COROUTINE, about).alsoOn(JDK);
  }
}
