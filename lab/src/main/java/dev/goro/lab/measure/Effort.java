package dev.goro.lab.measure;

import java.util.List;

/**
 * How thoroughly something is sampled.
 *
 * @param warmupMillis how long it runs before the first sample
 * @param sampleMillis how long a sample takes, at least
 * @param samples how many samples
 */
public record Effort(long warmupMillis, long sampleMillis, int samples) {
  /** What a full run takes. */
  public static final Effort FULL = new Effort(2_000, 150, 5);

  /** What {@code --quick} takes. */
  public static final Effort QUICK = new Effort(400, 40, 5);

  /**
   * As arguments of a child.
   *
   * @return three numbers
   */
  public List<String> args() {
    return List.of("" + warmupMillis, "" + sampleMillis, "" + samples);
  }

  /**
   * From the arguments of a child.
   *
   * @param args three numbers, and what follows them
   * @return the effort
   */
  public static Effort of(List<String> args) {
    return new Effort(
        Long.parseLong(args.get(0)), Long.parseLong(args.get(1)), Integer.parseInt(args.get(2)));
  }
}
