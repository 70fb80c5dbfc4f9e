package dev.goro.bench;

import dev.goro.bench.goro.GoroTwin;
import dev.goro.bench.jdk.JdkTwin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How each contender's processes are started.
 *
 * @param java how the Java twins are started
 * @param goTwin the Go twin's executable; null if there is no Go
 */
record Commands(JavaCommand java, String goTwin) {
  /** The command of a process that measures workloads, each of the given size. */
  List<String> command(
      Contender contender, Map<Workload, Integer> workloads, int procs, Budget budget) {
    var command =
        new ArrayList<>(
            switch (contender) {
              case GORO -> java.goro(GoroTwin.class);
              case JDK -> java.jdk(JdkTwin.class, procs);
              case JOX -> java.jox(contender.mainClass(), procs);
              case KOTLIN -> java.kotlin(contender.mainClass(), procs);
              case GO -> List.of(goTwin);
            });
    var warmup = contender == Contender.GO ? budget.goWarmup() : budget.jvmWarmup();
    command.addAll(
        List.of(
            Long.toString(warmup.toMillis()),
            Long.toString(budget.sample().toMillis()),
            Integer.toString(budget.samples())));
    workloads.forEach((workload, size) -> command.add(workload.id() + "=" + size));
    return command;
  }

  /** What is set in a process's environment. */
  static Map<String, String> environment(int procs) {
    return Map.of("GOMAXPROCS", Integer.toString(procs));
  }
}
