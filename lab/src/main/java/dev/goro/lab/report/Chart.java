package dev.goro.lab.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A chart, as data. Each can be told as a table, for those who do not see it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Bars.class, name = "bars"),
  @JsonSubTypes.Type(value = Lines.class, name = "lines"),
  @JsonSubTypes.Type(value = Timeline.class, name = "timeline")
})
public sealed interface Chart permits Bars, Lines, Timeline {
  /**
   * What it shows.
   *
   * @return a few words
   */
  String title();

  /**
   * How to read it.
   *
   * @return a sentence or two
   */
  String about();

  /**
   * What it shows, as a table.
   *
   * @return the table
   */
  Table table();
}
