package dev.goro.bench;

import static dev.goro.bench.Contender.JDK;
import static dev.goro.bench.Contender.JOX;
import static dev.goro.bench.Contender.KOTLIN;

import dev.goro.bench.Workload.Metric;
import java.util.List;

/** The suite {@code classics}: what others measure with, among them jox itself. */
final class ClassicsSuite {
  static final Suite SUITE =
      Suite.of(
          "classics",
          "what others measure with: rings, sieves, pools of workers, and jox's own benchmarks",
          List.of("suite_classics.go"),
          classic(
              "ring",
              Group.HAND_OVER,
              1_000,
              "a token goes round in a ring of 1,000 goroutines; a hop"),
          classic(
              "sieve",
              Group.HAND_OVER,
              4_000,
              "a goroutine for each prime below 4,000 lets pass what it does not divide; a number below 4,000"),
          classic(
              "fan",
              Group.BUFFERED_CONTENDED,
              8,
              "one sender, 8 workers, one receiver, two channels of capacity 64; a value"),
          classic(
              "mpmc",
              Group.BUFFERED_CONTENDED,
              4,
              "4 senders and 4 receivers over a channel of capacity 128; a value"),
          classic(
              "fib",
              Group.CREATE,
              20,
              "the 20th Fibonacci number, with a goroutine for one of each two summands; a goroutine"),
          classic(
              "JoxRendezvous",
              Group.HAND_OVER,
              0,
              "1 sender, 1 receiver, a rendezvous channel; a value"),
          buffered(1),
          buffered(10),
          buffered(100),
          chained(0, Group.HAND_OVER),
          chained(16, Group.BUFFERED),
          chained(100, Group.BUFFERED),
          parallel(0, Group.HAND_OVER),
          parallel(16, Group.BUFFERED),
          parallel(100, Group.BUFFERED),
          Workload.of("JoxSelect1", Group.SELECT, "1 sender, 1 receiver that selects; a value")
              .alsoOn(JOX, KOTLIN),
          Workload.of(
                  "JoxSelect2",
                  Group.SELECT,
                  "2 senders, a channel each, 1 receiver that selects; a value")
              .alsoOn(JOX, KOTLIN),
          classic(
                  "short-program",
                  Group.OTHER,
                  5,
                  "a program of 100 goroutines, from the start of its process to its end (goro run, a built Go program, java); a program")
              .measuring(new Metric("wall", "short-program", "ms", Group.OTHER)));

  private ClassicsSuite() {}

  private static Workload classic(String id, Group group, int size, String about) {
    return Workload.of(id, group, about).sized(size).alsoOn(JDK, JOX, KOTLIN);
  }

  private static Workload buffered(int capacity) {
    return classic(
        "JoxBuffered" + capacity,
        Group.BUFFERED,
        capacity,
        "1 sender, 1 receiver, a channel of capacity %d; a value".formatted(capacity));
  }

  private static Workload chained(int capacity, Group group) {
    return classic(
        "JoxChained" + capacity,
        group,
        10_000,
        "values stream through a row of 10,000 goroutines, channels of capacity %d; a hop"
            .formatted(capacity));
  }

  private static Workload parallel(int capacity, Group group) {
    return classic(
        "JoxParallel" + capacity,
        group,
        10_000,
        "10,000 senders and receivers in pairs, each with a channel of capacity %d; a value"
            .formatted(capacity));
  }
}
