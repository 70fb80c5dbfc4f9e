package dev.goro.bench;

import static dev.goro.bench.Contender.JDK;
import static dev.goro.bench.Contender.JOX;
import static dev.goro.bench.Contender.KOTLIN;

import java.util.List;

/**
 * The suite {@code chan}: the benchmarks of Go's {@code src/runtime/chan_test.go}, under its names.
 */
final class ChanSuite {
  static final Suite SUITE =
      Suite.of(
          "chan",
          "the benchmarks of Go's src/runtime/chan_test.go",
          List.of("suite_chan.go", "chanselect.go", "chanmany.go", "labour.go"),
          made("MakeChanByte", "of bytes"),
          made("MakeChanInt", "of ints"),
          made("MakeChanPtr", "of pointers"),
          made("MakeChanStruct0", "of empty structs"),
          made("MakeChanStruct32", "of structs of 32 bytes"),
          made("MakeChanStruct40", "of structs of 40 bytes with pointers"),
          shared(
              "ChanNonblocking",
              Group.SELECT,
              "a try to receive from an empty unbuffered channel; a try"),
          Workload.of(
                  "SelectUncontended",
                  Group.SELECT,
                  "each goroutine selects from two channels of its own, one of which is ready, and fills the other; a select and a send")
              .alsoOn(JOX, KOTLIN),
          Workload.of(
                  "SelectSyncContended",
                  Group.SELECT,
                  "receivers select from three unbuffered channels, senders to the same; a value")
              .alsoOn(JOX, KOTLIN),
          Workload.of(
                  "SelectAsyncContended",
                  Group.SELECT,
                  "all select from the same two buffered channels and send on to the other; a select and a send")
              .alsoOn(JOX, KOTLIN),
          Workload.of(
                  "SelectNonblock",
                  Group.SELECT,
                  "four tries on four channels, two of which can never succeed; the four")
              .alsoOn(JOX, KOTLIN),
          shared(
              "ChanUncontended",
              Group.BUFFERED,
              "each fills a channel of its own and empties it; 100 sends and 100 receives"),
          shared(
              "ChanContended",
              Group.BUFFERED_CONTENDED,
              "all fill and empty the same channel; 100 sends and 100 receives"),
          Workload.of(
                  "ChanSync",
                  Group.HAND_OVER,
                  "two goroutines take turns in sending over one unbuffered channel; a value")
              .alsoOn(JDK, JOX, KOTLIN),
          Workload.of(
                  "ChanSyncWork", Group.OTHER, "the same with 1,000 divisions after each; a value")
              .sized(1_000)
              .alsoOn(JDK, JOX, KOTLIN),
          prodCons(0, 0, Group.HAND_OVER),
          prodCons(10, 0, Group.BUFFERED_CONTENDED),
          prodCons(100, 0, Group.BUFFERED_CONTENDED),
          prodCons(0, 100, Group.HAND_OVER),
          prodCons(10, 100, Group.OTHER),
          prodCons(100, 100, Group.OTHER),
          Workload.of(
                  "SelectProdCons",
                  Group.SELECT,
                  "as ChanProdConsWork100, but all select among the channel, a timer and a second channel; a value")
              .sized(128)
              .alsoOn(KOTLIN),
          Workload.of(
                  "ReceiveDataFromClosedChan",
                  Group.BUFFERED,
                  "a full channel that is closed is emptied; a value")
              .alsoOn(JOX, KOTLIN),
          shared(
              "ChanCreation",
              Group.BUFFERED,
              "a channel with room for one value is made, filled and emptied; a channel"),
          shared(
              "ChanSem",
              Group.BUFFERED_CONTENDED,
              "a channel is a semaphore of as many permits as there are procs; a permit"),
          Workload.of(
                  "ChanPopular",
                  Group.SELECT,
                  "1,000 goroutines select from a channel of their own and one that all share, which stays empty; 1,000 values")
              .sized(1_000)
              .alsoOn(JOX, KOTLIN),
          Workload.of("ChanClosed", Group.SELECT, "a try to receive from a closed channel; a try")
              .alsoOn(JOX, KOTLIN));

  private ChanSuite() {}

  private static Workload made(String id, String what) {
    return Workload.of(id, Group.OTHER, "a channel " + what + " of capacity 8 is made; a channel")
        .alsoOn(JDK, JOX, KOTLIN);
  }

  private static Workload shared(String id, Group group, String about) {
    return Workload.of(id, group, about).alsoOn(JDK, JOX, KOTLIN);
  }

  private static Workload prodCons(int capacity, int labour, Group group) {
    return Workload.of(
            "ChanProdCons" + (labour == 0 ? "" : "Work") + capacity,
            group,
            "a sender and a receiver a proc over one channel of capacity %d%s; a value"
                .formatted(capacity, labour == 0 ? "" : ", with some arithmetic a value"))
        .sized(capacity)
        .alsoOn(JDK, JOX, KOTLIN);
  }
}
