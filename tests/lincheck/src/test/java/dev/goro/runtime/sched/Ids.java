package dev.goro.runtime.sched;

import java.util.ArrayList;
import java.util.List;

/** Goroutines that never run, and how results name them: by number, 0 for none. */
final class Ids {
  /** A parameter of {@code IntGen} for the goroutines. */
  static final String RANGE = "1:9";

  private static final Goroutine[] ALL = new Goroutine[10];

  static {
    for (int i = 1; i < ALL.length; i++) {
      ALL[i] = Goroutine.create(i, 0, 0, null, null, () -> {});
    }
  }

  private Ids() {}

  static Goroutine goroutine(int id) {
    return ALL[id];
  }

  static int id(Goroutine g) {
    return g == null ? 0 : (int) g.id();
  }

  /** The numbers of a list that is linked by {@code schedlink}. */
  static List<Integer> linked(Goroutine first) {
    List<Integer> ids = new ArrayList<>();
    for (Goroutine g = first; g != null; g = g.schedlink) {
      ids.add(id(g));
    }
    return ids;
  }
}
