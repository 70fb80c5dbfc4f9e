package dev.goro.lab.report;

/**
 * Words in a cell: a name, or what no figure can tell.
 *
 * @param text the words
 */
public record Words(String text) implements Cell {
  /** The cell of what was not measured. */
  public static final Words NONE = new Words("–");

  @Override
  public String show() {
    return text;
  }
}
