package dev.goro.lab;

import dev.goro.lab.bound.BoundPart;
import dev.goro.lab.coroutines.CoroutinesPart;
import dev.goro.lab.count.CountPart;
import dev.goro.lab.tabs.TabsPart;
import dev.goro.lab.techniques.TechniquesPart;
import dev.goro.lab.threads.ThreadsPart;
import dev.goro.lab.trial.TryPart;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The lab's parts, in the order in which they run. */
final class Parts {
  static final List<Part> ALL =
      List.of(
          new ThreadsPart(),
          new CountPart(),
          new BoundPart(),
          new TechniquesPart(),
          new CoroutinesPart(),
          new TabsPart(),
          new TryPart());

  private Parts() {}

  static Optional<Part> named(String name) {
    return ALL.stream().filter(part -> part.name().equals(name)).findFirst();
  }

  /** Those that run where none is named. */
  static List<Part> usual() {
    return ALL.stream().filter(part -> part.argument().isEmpty()).toList();
  }

  static String names() {
    return ALL.stream().map(Part::name).collect(Collectors.joining(", "));
  }
}
