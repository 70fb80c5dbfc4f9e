package dev.goro.lab;

import dev.goro.lab.report.Section;

/** One comparison of the lab: measures when it runs, and tells what it found. */
public interface Part {
  /**
   * The name by which the command line and the JSON know it.
   *
   * @return a short word in lower case
   */
  String name();

  /**
   * What it compares.
   *
   * @return one sentence
   */
  String title();

  /**
   * The argument that follows its name on the command line. A part that has one runs only where it
   * was named.
   *
   * @return what the help calls it, or the empty string for a part that takes none
   */
  default String argument() {
    return "";
  }

  /**
   * Measures.
   *
   * @param run how thoroughly, with what argument, and where progress is told
   * @return what was found
   * @throws InterruptedException if the lab is to end
   */
  Section run(Run run) throws InterruptedException;
}
