package dev.goro.lab.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The unit in which a figure is kept, and how a reader gets it: with the prefix that suits it. */
public enum Unit {
  /** Time in nanoseconds, shown as ns, µs, ms or s. */
  NANOSECONDS("ns", 1_000, "ns", "µs", "ms", "s"),
  /** Memory in bytes, shown as B, KiB, MiB or GiB. */
  BYTES("B", 1_024, "B", "KiB", "MiB", "GiB", "TiB"),
  /** A number of things. */
  COUNT("", 1_000, ""),
  /** Things a second. */
  PER_SECOND("1/s", 1_000, "/s"),
  /** A hundredth part. */
  PERCENT("%", 1_000, "%"),
  /** How many times as much. */
  TIMES("×", 1_000, "×");

  private final String symbol;
  private final double step;
  private final String[] shown;

  Unit(String symbol, double step, String... shown) {
    this.symbol = symbol;
    this.step = step;
    this.shown = shown;
  }

  /**
   * The unit in which the values are kept.
   *
   * @return its symbol; empty for a number
   */
  @JsonValue
  public String symbol() {
    return symbol;
  }

  /**
   * A value for a reader, with three digits.
   *
   * @param value the value in this unit
   * @return the number and the unit that suits its size
   */
  public String show(double value) {
    int i = 0;
    double scaled = value;
    while (i < shown.length - 1 && Math.abs(scaled) >= step * 0.9995) {
      scaled /= step;
      i++;
    }
    String number = number(scaled, this == BYTES && i == 0 || this == COUNT);
    return switch (this) {
      case COUNT -> number;
      case TIMES, PER_SECOND -> number + shown[i];
      default -> number + " " + shown[i];
    };
  }

  private static String number(double value, boolean whole) {
    double size = Math.abs(value);
    if (size >= 99.95 || value == 0 || whole && value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size < 9.995 ? "%.2f" : "%.1f", value);
  }
}
