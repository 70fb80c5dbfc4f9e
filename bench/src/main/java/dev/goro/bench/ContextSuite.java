package dev.goro.bench;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The suite {@code context}: what the tests of Go's package context measure, by the same names. */
final class ContextSuite {
  static final Suite SUITE =
      Suite.of(
          "context",
          "what the tests of Go's package context measure",
          List.of("suite_context.go"),
          Stream.of(
                  Stream.of(
                      context(
                          "CommonParentCancel",
                          "a context is made below one that all share, and ended; a context")),
                  IntStream.of(40, 4_000, 400_000).mapToObj(ContextSuite::withTimeout),
                  IntStream.of(1, 10, 100, 1_000).boxed().flatMap(ContextSuite::trees),
                  Stream.of(
                      context("CheckCanceled-Err", "a canceled context is asked why; a call"),
                      context("CheckCanceled-Done", "its channel is looked at; a look"),
                      context(
                          "ContextCancelDone",
                          "the channel of an open context that all share is looked at; a look"),
                      context("ErrOK", "an open context is asked why it ended; a call"),
                      context("ErrCanceled", "a canceled context is asked why; a call")),
                  IntStream.of(10, 20, 30, 50, 100).boxed().flatMap(ContextSuite::deepValues))
              .flatMap(part -> part)
              .map(ContextSuite::onKotlin)
              .toArray(Workload[]::new));

  private ContextSuite() {}

  /**
   * Kotlin's jobs have no channel to look at, and timeouts of theirs are those of a block. To
   * cancel 1,000 in a row overflows the stack: each job cancels its children by a call.
   */
  private static Workload onKotlin(Workload w) {
    return w.id().contains("Done")
            || w.id().startsWith("WithTimeout")
            || w.id().equals("CancelTree-OpenCanceler-1000")
        ? w
        : w.alsoOn(Contender.KOTLIN);
  }

  private static Workload context(String id, String about) {
    return Workload.of(id, Group.OTHER, about);
  }

  private static Workload withTimeout(int others) {
    return context(
            "WithTimeout-" + others,
            "beside %,d contexts with a timeout; 10 are made and ended".formatted(others))
        .sized(others);
  }

  private static Stream<Workload> trees(int depth) {
    return Stream.of(
        context("CancelTree-Background-" + depth, "contexts in a row; %,d".formatted(depth))
            .sized(depth),
        context(
                "CancelTree-OpenCanceler-" + depth,
                "contexts in a row, and all ended; %,d".formatted(depth))
            .sized(depth),
        context(
                "CancelTree-ClosedCanceler-" + depth,
                "contexts in a row below one that has ended; %,d".formatted(depth))
            .sized(depth));
  }

  private static Stream<Workload> deepValues(int depth) {
    return Stream.of(
        context(
                "DeepValueNewGoRoutine-" + depth,
                "a new goroutine looks through %d contexts for a value; a look".formatted(depth))
            .sized(depth),
        context(
                "DeepValueSameGoRoutine-" + depth,
                "a look through %d contexts for a value; a look".formatted(depth))
            .sized(depth));
  }
}
