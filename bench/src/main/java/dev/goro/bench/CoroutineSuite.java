package dev.goro.bench;

import java.util.List;

/** The suite {@code coroutine}: generators, which are Go's {@code iter.Pull}. */
final class CoroutineSuite {
  static final Suite SUITE =
      Suite.of(
          "coroutine",
          "generators; Go's iter.Pull",
          List.of("suite_coroutine.go"),
          coroutine("generator-next", "a generator is asked for its elements; an element"),
          coroutine(
              "generator-make", "one of a single element is made and run to its end; a generator"),
          coroutine("generator-close", "one is made, asked for an element and closed; a generator"),
          coroutine(
              "generator-tree", "a generator walks a tree of 1,023 nodes by recursion; a node"));

  private CoroutineSuite() {}

  private static Workload coroutine(String id, String about) {
    return Workload.of(id, Group.COROUTINE, about);
  }
}
