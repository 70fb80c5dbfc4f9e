package dev.goro.lab.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What stands in a cell of a table. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Figure.class, name = "measured"),
  @JsonSubTypes.Type(value = Textbook.class, name = "textbook"),
  @JsonSubTypes.Type(value = Words.class, name = "words")
})
public sealed interface Cell permits Figure, Textbook, Words {
  /**
   * The cell for a reader.
   *
   * @return one line of text
   */
  String show();
}
