package dev.goro.lab;

import java.util.function.Consumer;

/**
 * How a part is to run.
 *
 * @param quick whether a small run will do: seconds, with fewer and shorter samples
 * @param rounds how many processes measure each thing, in turns with those that it is compared with
 * @param goroutines how many goroutines are to live at once where that is what is asked
 * @param argument the part's argument; empty if it takes none
 * @param progress takes a line for whoever waits
 */
public record Run(
    boolean quick, int rounds, int goroutines, String argument, Consumer<String> progress) {
  /**
   * Chooses by how thorough the run is.
   *
   * @param small what a quick run takes
   * @param full what a full run takes
   * @return one of the two
   * @param <T> what is chosen
   */
  public <T> T pick(T small, T full) {
    return quick ? small : full;
  }

  /**
   * Tells whoever waits what is being done.
   *
   * @param format a line, as of {@link String#format}
   * @param args its arguments
   */
  public void progress(String format, Object... args) {
    progress.accept(args.length == 0 ? format : format.formatted(args));
  }
}
