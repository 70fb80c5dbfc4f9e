package dev.goro.bench;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All suites, each of which has a file of its own. */
final class Suites {
  static final List<Suite> ALL =
      List.of(
          GoroSuite.SUITE, //
          ClassicsSuite.SUITE,
          ChanSuite.SUITE,
          ProcSuite.SUITE,
          SyncSuite.SUITE,
          TimeSuite.SUITE,
          ContextSuite.SUITE,
          CoroutineSuite.SUITE,
          ScaleSuite.SUITE);

  /** Those of them that Go itself measures. */
  static final Set<String> GOS_OWN = Set.of("chan", "proc", "sync", "time", "context");

  private Suites() {}

  /** The workloads of all suites. */
  static List<Workload> workloads() {
    return ALL.stream().flatMap(suite -> suite.workloads().stream()).toList();
  }

  /**
   * Those that {@code goro bench} measures unless told otherwise: scale has a command of its own.
   */
  static List<Workload> usual() {
    return workloads().stream().filter(w -> !w.suite().equals(ScaleSuite.SUITE.name())).toList();
  }

  /** The workload of that id. */
  static Optional<Workload> find(String id) {
    return workloads().stream().filter(workload -> workload.id().equals(id)).findFirst();
  }

  /** The workloads that a name stands for: a suite's, or one; none if there is no such name. */
  static List<Workload> named(String name) {
    return ALL.stream()
        .filter(suite -> suite.name().equals(name))
        .findFirst()
        .map(Suite::workloads)
        .orElseGet(() -> find(name).stream().toList());
  }

  /** The names that {@link #named} knows, for a message. */
  static String names() {
    return "the suites %s and their workloads, which --list shows"
        .formatted(ALL.stream().map(Suite::name).collect(Collectors.joining(", ")));
  }

  /** The files of the Go twin that hold workloads. */
  static Stream<String> goFiles() {
    return ALL.stream().flatMap(suite -> suite.goFiles().stream());
  }
}
