package dev.goro.lab.report;

import java.util.List;

/**
 * A whole run of the lab.
 *
 * @param machine where and with what it ran
 * @param quick whether it was a small run
 * @param rounds how many processes measured each thing
 * @param sections a section a part
 */
public record Report(Machine machine, boolean quick, int rounds, List<Section> sections) {
  /** Keeps a copy. */
  public Report {
    sections = List.copyOf(sections);
  }

  /**
   * The run in a sentence.
   *
   * @return how thorough it was
   */
  public String sentence() {
    return (quick ? "A small run (--quick): its figures are rough. " : "")
        + (rounds == 1
            ? "One process measured each thing."
            : "What is timed or weighed was measured by "
                + rounds
                + " processes, in turns; what is counted was counted once.")
        + " A figure is the median of its samples, with the least and the greatest.";
  }
}
