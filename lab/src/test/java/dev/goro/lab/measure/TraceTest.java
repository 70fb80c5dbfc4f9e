package dev.goro.lab.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.testing.GoroTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Samples, slices and threads. */
@GoroTest
class TraceTest {
  @Test
  void threadsHaveNumbersOfTheirOwn() throws InterruptedException {
    long mine = OsThread.id();
    assertEquals(mine, OsThread.id());
    var other = new CompletableFuture<Long>();
    Thread.ofPlatform().start(() -> other.complete(OsThread.id())).join();
    assertNotEquals(mine, other.join());
  }

  @Test
  void aWaitEndsASliceAndBeginsAnother() throws Exception {
    var trace = new Trace();
    var actor = trace.actor("actor");
    actor.begins();
    assertEquals("result", actor.waits("before", () -> "result"));
    assertThrows(
        IOException.class,
        () ->
            actor.waits(
                "between",
                () -> {
                  throw new IOException("expected");
                }));
    actor.ends("after");
    var slices = trace.slices();
    assertEquals(
        List.of("before", "between", "after"), slices.stream().map(Trace.Slice::label).toList());
    for (int i = 1; i < slices.size(); i++) {
      assertTrue(slices.get(i - 1).to() <= slices.get(i).from(), slices::toString);
    }
    assertEquals(List.of(OsThread.id()), Trace.threads(slices));
  }

  @Test
  void aSampleIsLongEnough() throws Exception {
    var effort = new Effort(5, 20, 3);
    assertEquals(effort, Effort.of(effort.args()));
    var runs = new ArrayList<Long>();
    var samples =
        Sampler.sample(
            effort,
            times -> {
              runs.add(times);
              Thread.sleep(times);
            });
    assertEquals(3, samples.size());
    samples.forEach(
        nanos -> assertTrue(nanos >= 1e6, samples::toString)); // an operation sleeps 1 ms
    runs.subList(runs.size() - 3, runs.size()).forEach(n -> assertTrue(n >= 10, runs::toString));
  }
}
