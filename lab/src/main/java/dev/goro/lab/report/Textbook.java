package dev.goro.lab.report;

/**
 * What books and manuals say. It is not measured, and is always shown as such.
 *
 * @param value the value, with its unit
 * @param source whose word it is
 */
public record Textbook(String value, String source) implements Cell {
  @Override
  public String show() {
    return value + " (" + source + ")";
  }
}
