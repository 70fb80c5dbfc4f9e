package dev.goro.lab.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A report as JSON: all of its data. */
public final class JsonReport {
  private static final JsonMapper COMPACT =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(v -> v.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  private static final JsonMapper INDENTED =
      COMPACT.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonReport() {}

  /**
   * For people and programs.
   *
   * @param report the report
   * @return its JSON, indented
   */
  public static String of(Report report) {
    return INDENTED.writeValueAsString(report) + "\n";
  }

  /** For the page: what cannot end a script there. */
  static String compact(Chart[] charts) {
    return COMPACT.writeValueAsString(charts).replace("<", "\\u003c");
  }
}
