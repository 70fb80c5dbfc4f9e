package dev.goro.lab.work;

import dev.goro.lab.technique.Contender;
import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Tasks;
import java.util.List;
import java.util.Optional;

/** A small real program. */
public interface Program {
  /** All of them, in the order of the report. */
  List<Program> ALL =
      List.of(
          new Rendering(),
          new NBody(),
          new WebServer(),
          new Microservice(),
          new Proxy(),
          new IotCollector(),
          new ChatServer(),
          new Scraper(),
          new Gui());

  /**
   * The program of a name.
   *
   * @param name its name
   * @return the program
   */
  static Program named(String name) {
    return ALL.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  /**
   * Its name.
   *
   * @return a few words
   */
  String name();

  /**
   * What it does, with its sizes.
   *
   * @return a sentence
   */
  String about();

  /**
   * What is counted and timed.
   *
   * @return a noun
   */
  String operation();

  /**
   * What matters for it, the most important first.
   *
   * @return measures
   */
  List<Measure> matters();

  /**
   * What the figures say of it, beyond who has won.
   *
   * @param contenders the techniques, with their figures
   * @return a sentence or two; empty if there is nothing to say
   */
  default Optional<String> seen(List<Contender> contenders) {
    return Optional.empty();
  }

  /**
   * Runs it once.
   *
   * @param tasks how its tasks are run; it is called within a first task
   * @return what was done
   * @throws Exception if it failed
   * @throws IllegalStateException if its result was wrong
   */
  Outcome run(Tasks tasks) throws Exception;
}
