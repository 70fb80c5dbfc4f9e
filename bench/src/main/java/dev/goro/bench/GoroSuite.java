package dev.goro.bench;

import static dev.goro.bench.Contender.JDK;
import static dev.goro.bench.Contender.JOX;
import static dev.goro.bench.Contender.KOTLIN;

import dev.goro.bench.Workload.Metric;
import java.util.List;

/** The suite {@code goro}: what goroutines and channels do most. */
final class GoroSuite {
  static final Suite SUITE =
      Suite.of(
          "goro",
          "what goroutines and channels do most",
          List.of(
              "yield.go",
              "park.go",
              "spawn.go",
              "channels.go",
              "chain.go",
              "skynet.go",
              "parked.go",
              "suite_goro.go"),
          Workload.of("yield", Group.OTHER, "8 goroutines give way to one another; a yield")
              .sized(8)
              .alsoOn(JDK, KOTLIN),
          Workload.of(
                  "park",
                  Group.HAND_OVER,
                  "2 goroutines hand the turn to and fro by park and unpark; a hand-over")
              .alsoOn(JDK),
          Workload.of(
                  "spawn",
                  Group.CREATE,
                  "batches of 1,000 goroutines are started and waited for; a goroutine")
              .sized(1_000)
              .alsoOn(JDK, KOTLIN),
          Workload.of(
                  "spawn-join",
                  Group.CREATE,
                  "goroutines are started and waited for one at a time; a goroutine")
              .alsoOn(JDK, KOTLIN),
          Workload.of(
                  "unbuffered",
                  Group.HAND_OVER,
                  "1 sender, 1 receiver, an unbuffered channel; a value")
              .alsoOn(JDK, JOX, KOTLIN),
          Workload.of(
                  "pingpong",
                  Group.HAND_OVER,
                  "a value goes to another goroutine and its answer comes back; a round trip")
              .alsoOn(JDK, JOX, KOTLIN),
          Workload.of(
                  "buffered",
                  Group.BUFFERED,
                  "1 sender, 1 receiver, a channel of capacity 128; a value")
              .sized(128)
              .alsoOn(JDK, JOX, KOTLIN),
          Workload.of(
                  "select",
                  Group.SELECT,
                  "2 senders, an unbuffered channel each, 1 receiver that selects from both; a value")
              .alsoOn(JOX, KOTLIN),
          Workload.of(
                  "chain",
                  Group.HAND_OVER,
                  "one value goes through a row of 1,000 goroutines; a hop")
              .sized(1_000)
              .alsoOn(JDK, JOX, KOTLIN),
          Workload.of(
                  "skynet", Group.SKYNET, "a tree of goroutines sums its 1,000,000 leaves; a leaf")
              .sized(1_000_000)
              .alsoOn(JDK, JOX, KOTLIN),
          Workload.of(
                  "parked",
                  Group.MEMORY,
                  "1,000,000 goroutines wait for one channel to be closed; a goroutine")
              .sized(1_000_000)
              .alsoOn(JDK)
              .measuring(
                  new Metric("live", "parked-live", "B", Group.MEMORY),
                  new Metric("resident", "parked-resident", "B", Group.MEMORY),
                  new Metric("start", "parked-start", "ns/op", Group.OTHER),
                  new Metric("wake", "parked-wake", "ns/op", Group.OTHER)));

  private GoroSuite() {}
}
