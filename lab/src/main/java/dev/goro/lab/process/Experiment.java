package dev.goro.lab.process;

import java.util.List;

/**
 * What runs in a JVM of its own and measures. It is public and has a public constructor without
 * parameters.
 */
public interface Experiment {
  /**
   * Measures.
   *
   * @param args what it was given, see {@link Child#args}
   * @return what was found: a record, or what else can be written as JSON
   * @throws Exception if it cannot be measured, or a result was wrong
   */
  Object run(List<String> args) throws Exception;
}
