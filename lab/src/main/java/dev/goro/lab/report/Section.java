package dev.goro.lab.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What a part found.
 *
 * @param name the part's name
 * @param title what it compares
 * @param paragraphs what was done, and how to read what follows
 * @param verdicts what the figures say: sentences that are made of them
 * @param tables the tables
 * @param charts the charts
 * @param limits what the figures do not say
 */
public record Section(
    String name,
    String title,
    List<String> paragraphs,
    List<String> verdicts,
    List<Table> tables,
    List<Chart> charts,
    List<String> limits) {
  /** Keeps copies. */
  public Section {
    paragraphs = List.copyOf(paragraphs);
    verdicts = List.copyOf(verdicts);
    tables = List.copyOf(tables);
    charts = List.copyOf(charts);
    limits = List.copyOf(limits);
  }

  /**
   * Begins a section.
   *
   * @param name the part's name
   * @param title what it compares
   * @return a section to add to
   */
  public static Builder of(String name, String title) {
    return new Builder(name, title);
  }

  /** A section that grows. */
  public static final class Builder {
    private final String name;
    private final String title;
    private final List<String> paragraphs = new ArrayList<>();
    private final List<String> verdicts = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<Chart> charts = new ArrayList<>();
    private final List<String> limits = new ArrayList<>();

    private Builder(String name, String title) {
      this.name = name;
      this.title = title;
    }

    /**
     * Adds a paragraph.
     *
     * @param text the paragraph
     * @return this
     */
    public Builder paragraph(String text) {
      paragraphs.add(text);
      return this;
    }

    /**
     * Adds a sentence that was made of figures.
     *
     * @param format the sentence, as of {@link String#format}
     * @param args what it was made of, at least one
     * @return this
     */
    public Builder verdict(String format, Object... args) {
      if (args.length == 0) {
        throw new IllegalArgumentException("a verdict is made of figures: " + format);
      }
      verdicts.add(format.formatted(args));
      return this;
    }

    /**
     * Adds a table.
     *
     * @param table the table
     * @return this
     */
    public Builder table(Table table) {
      tables.add(table);
      return this;
    }

    /**
     * Adds a chart.
     *
     * @param chart the chart
     * @return this
     */
    public Builder chart(Chart chart) {
      charts.add(chart);
      return this;
    }

    /**
     * Adds what the figures do not say.
     *
     * @param text a sentence or two
     * @return this
     */
    public Builder limit(String text) {
      limits.add(text);
      return this;
    }

    /**
     * Ends it.
     *
     * @return the section
     */
    public Section build() {
      return new Section(name, title, paragraphs, verdicts, tables, charts, limits);
    }
  }
}
