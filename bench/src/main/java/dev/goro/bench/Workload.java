package dev.goro.bench;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A workload: something that each twin which can do it does in the same way, under the same id.
 *
 * @param id the name on the command line and in the results
 * @param suite the name of the suite that it belongs to
 * @param group what it stands for among the goals
 * @param size what the twins get: how many goroutines, how much capacity; 0 where there is nothing
 *     to choose
 * @param about what it does; and what its operation is, after the semicolon
 * @param contenders whose twins have it
 * @param metrics what a twin tells of it
 */
record Workload(
    String id,
    String suite,
    Group group,
    int size,
    String about,
    Set<Contender> contenders,
    List<Metric> metrics) {
  Workload {
    contenders = Collections.unmodifiableSet(EnumSet.copyOf(contenders));
    metrics = List.copyOf(metrics);
  }

  /**
   * A figure of a workload.
   *
   * @param name its name in a twin's report
   * @param row its name in the results
   * @param unit its unit
   * @param group what it stands for among the goals
   */
  record Metric(String name, String row, String unit, Group group) {}

  /**
   * A workload of Goro's and Go's twins, timed, that has no size; {@link Suite} tells its suite.
   */
  static Workload of(String id, Group group, String about) {
    return new Workload(
        id,
        "",
        group,
        0,
        about,
        EnumSet.of(Contender.GORO, Contender.GO),
        List.of(new Metric("time", id, "ns/op", group)));
  }

  /** The same with a size. */
  Workload sized(int newSize) {
    return new Workload(id, suite, group, newSize, about, contenders, metrics);
  }

  /** The same for these contenders' twins, too. */
  Workload alsoOn(Contender... others) {
    var all = EnumSet.copyOf(contenders);
    all.addAll(List.of(others));
    return new Workload(id, suite, group, size, about, all, metrics);
  }

  /** The same with these figures instead of the time of an operation. */
  Workload measuring(Metric... figures) {
    return new Workload(id, suite, group, size, about, contenders, List.of(figures));
  }

  /** The same in a suite. */
  Workload in(String itsSuite) {
    return new Workload(id, itsSuite, group, size, about, contenders, metrics);
  }
}
