package dev.goro.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The workloads. Each twin has each of them under the same id. */
enum Workload {
  YIELD("yield", 8, "8 goroutines give way to one another; a yield"),
  PARK("park", 0, "2 goroutines hand the turn to and fro by park and unpark; a hand-over"),
  SPAWN("spawn", 1_000, "batches of 1,000 goroutines are started and waited for; a goroutine"),
  SPAWN_JOIN("spawn-join", 0, "goroutines are started and waited for one at a time; a goroutine"),
  UNBUFFERED("unbuffered", 0, "1 sender, 1 receiver, an unbuffered channel; a value"),
  PINGPONG(
      "pingpong", 0, "a value goes to another goroutine and its answer comes back; a round trip"),
  BUFFERED("buffered", 128, "1 sender, 1 receiver, a channel of capacity 128; a value"),
  SELECT(
      "select",
      0,
      "2 senders, an unbuffered channel each, 1 receiver that selects from both; a value"),
  CHAIN("chain", 1_000, "one value goes through a row of 1,000 goroutines; a hop"),
  SKYNET("skynet", 1_000_000, "a tree of goroutines sums its 1,000,000 leaves; a leaf"),
  PARKED(
      "parked",
      1_000_000,
      "1,000,000 goroutines wait for one channel to be closed; a goroutine",
      List.of(
          new Metric("live", "parked-live", "B"),
          new Metric("resident", "parked-resident", "B"),
          new Metric("start", "parked-start", "ns/op"),
          new Metric("wake", "parked-wake", "ns/op")));

  private final String id;
  private final int size;
  private final String about;
  private final List<Metric> metrics;

  Workload(String id, int size, String about) {
    this(id, size, about, List.of(new Metric("time", id, "ns/op")));
  }

  Workload(String id, int size, String about, List<Metric> metrics) {
    this.id = id;
    this.size = size;
    this.about = about;
    this.metrics = metrics;
  }

  /**
   * A figure of a workload.
   *
   * @param name its name in a twin's report
   * @param row its name in the results
   * @param unit its unit
   */
  record Metric(String name, String row, String unit) {}

  /** The name on the command line. */
  String id() {
    return id;
  }

  /**
   * The size that the twins get: how many goroutines, how much capacity. 0 where there is nothing
   * to choose.
   */
  int size() {
    return size;
  }

  /** What it does; and what its operation is, after the semicolon. */
  String about() {
    return about;
  }

  List<Metric> metrics() {
    return metrics;
  }

  static Optional<Workload> find(String id) {
    return Arrays.stream(values()).filter(w -> w.id.equals(id)).findFirst();
  }

  static String ids() {
    return Arrays.stream(values()).map(Workload::id).collect(Collectors.joining(", "));
  }
}
