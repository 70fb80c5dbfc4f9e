package dev.goro.lab.coroutines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.lab.Run;
import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the recorded turns say, in a small run. */
@Timeout(120)
class CoroutinesPartTest {
  @Test
  void whoForgetsToYieldHoldsUpCoroutinesForAllOfItsWork() throws Exception {
    var section = new CoroutinesPart().run(new Run(true, 1, 1_000, "", _ -> {}));
    var rows = section.tables().getFirst().rows();

    double yielding = ((Figure) rows.get(0).get(2)).median();
    double coroutineForgets = ((Figure) rows.get(2).get(2)).median();
    double goroutineForgets = ((Figure) rows.get(3).get(2)).median();
    assertTrue(yielding > 20, "turns of the others: " + yielding);
    assertEquals(0, coroutineForgets, "turns of the others");
    assertTrue(goroutineForgets > 0, "turns of the others: " + goroutineForgets);
    assertEquals(Case.values().length, section.charts().size());
    var forgetful = (Timeline) section.charts().get(2);
    // The one that forgets has a single turn, and nobody else runs in it.
    var one =
        forgetful.spans().stream()
            .filter(s -> s.row() == Turns.FORGETFUL)
            .findFirst()
            .orElseThrow();
    assertTrue(
        forgetful.spans().stream()
            .filter(s -> s.row() != Turns.FORGETFUL)
            .allMatch(s -> s.to() <= one.from() || s.from() >= one.to()),
        "nobody runs meanwhile");
  }

  @Test
  void aRecorderJoinsStepsThatFollowEachOther() {
    var recorder = new Recorder();
    recorder.step(0, 50_000);
    recorder.step(50_100, 100_000);
    recorder.step(900_000, 950_000);

    assertEquals(2, recorder.turns().size());
    assertEquals(100_000, recorder.turns().get(0)[1]);
    assertEquals(800_000, recorder.longestPause());
  }
}
