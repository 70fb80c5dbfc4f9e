package dev.goro.bench;

import dev.goro.bench.Workload.Metric;
import dev.goro.runtime.testing.Probe;
import java.util.List;
import java.util.stream.Stream;

/**
 * The suite {@code scale}: crowds of goroutines that wait, each in its way, and work among many
 * others. It has a command of its own, {@link ScaleCommand}.
 */
final class ScaleSuite {
  private static final int MILLION = 1_000_000;

  static final Suite SUITE =
      Suite.of(
          "scale",
          "very many goroutines at once",
          List.of("suite_scale.go"),
          Stream.concat(crowds(), among()).toArray(Workload[]::new));

  private ScaleSuite() {}

  /** A goroutine in a crowd: what its figures are called, with the crowd's name before it. */
  private static Workload crowd(String id, String where) {
    return crowd(
        Workload.of(id, Group.OTHER, "1,000,000 goroutines wait " + where + "; a goroutine")
            .sized(MILLION),
        id);
  }

  /** A crowd under another name in the results. */
  static Workload crowd(Workload crowd, String row) {
    return crowd.measuring(
        new Metric("start", row + "-start", "ns/op", Group.CREATE),
        new Metric("resident", row + "-resident", "B", Group.MEMORY),
        new Metric("peak", row + "-peak", "B", Group.OTHER),
        new Metric("wake", row + "-wake", "ns/op", Group.OTHER),
        new Metric("pauses", row + "-pauses", "ms", Group.OTHER),
        new Metric("longest", row + "-longest", "ms", Group.OTHER));
  }

  static Stream<Workload> crowds() {
    return Stream.of(
        crowd("crowd-channel", "in a receive"),
        crowd("crowd-sleep", "in a sleep, until the same moment"),
        crowd("crowd-select", "in a select of four channels"),
        crowd("crowd-mutex", "for a mutex"),
        crowd("crowd-deep", "in a receive, twenty calls deep"),
        crowd("crowd-socket", "for a datagram, as many as file descriptors allow,"));
  }

  /** A workload whose contention is told, too: a row for each of the runtime's counters. */
  static Workload counting(Workload work) {
    return work.measuring(
        Stream.concat(
                work.metrics().stream(),
                Probe.contention().keySet().stream()
                    .map(name -> new Metric(name, work.id() + ":" + name, "1/op", Group.OTHER)))
            .toArray(Metric[]::new));
  }

  private static Workload among(String id, String what) {
    return Workload.of(id, Group.OTHER, what).sized(MILLION);
  }

  static Stream<Workload> among() {
    return Stream.of(
        among("among-yield", "8 goroutines yield among 1,000,000 others; a yield"),
        among("among-pingpong", "two take turns among 1,000,000 others; a round trip"),
        among("among-buffered", "1 sender, 1 receiver among 1,000,000 others; a value"),
        among("among-spawn", "goroutines start and end among 1,000,000 others; a goroutine"),
        among("among-timers", "a timer is stopped and made among 1,000,000 others; a timer"),
        among("among-dump", "the dump of 1,000,000 goroutines that are alike; a dump"));
  }

  /** Work among so many, under a name that tells it. */
  static Workload among(Workload work, int others) {
    return work.sized(others)
        .measuring(new Metric("time", "%s@%,d".formatted(work.id(), others), "ns/op", Group.OTHER));
  }
}
