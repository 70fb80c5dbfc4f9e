package dev.goro.lab.coroutines;

import dev.goro.lab.report.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The part's section, of turns that are made up. */
public final class CoroutinesSample {
  private static final long MILLI = 1_000_000;

  private CoroutinesSample() {}

  /** A section in which turns last a millisecond, and 100 that of one that forgets to yield. */
  public static Section section() {
    Map<Case, List<Turns.Answer>> answers = new EnumMap<>(Case.class);
    for (Case one : Case.values()) {
      var turns = new ArrayList<List<long[]>>();
      for (int worker = 0; worker < Turns.WORKERS; worker++) {
        turns.add(new ArrayList<>());
      }
      long now = 0;
      for (int piece = 0; piece < 40; piece++) {
        for (int worker = 0; worker < Turns.WORKERS; worker++) {
          boolean forgets = one.oneForgets() && worker == Turns.FORGETFUL;
          if (!forgets || piece == 0) {
            long length = forgets ? 40 * MILLI : MILLI;
            turns.get(worker).add(new long[] {now, now + length});
            now += length;
          }
        }
      }
      var answer = new Turns.Answer(turns, now, one.oneForgets() ? 42 * MILLI : 3 * MILLI);
      answers.put(one, Arrays.asList(answer, answer, answer));
    }
    return CoroutinesPart.section(answers);
  }
}
