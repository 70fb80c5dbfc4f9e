package dev.goro.bench;

import dev.goro.Go;
import dev.goro.bench.goro.GoroTwin;
import dev.goro.bench.jdk.JdkTwin;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How each contender's processes are started.
 *
 * @param gc the JVMs' collector, as in {@code -XX:+UseParallelGC}
 * @param goTwin the Go twin's executable; null if there is no Go
 */
record Commands(String gc, String goTwin) {
  /** The collector of the JVMs unless another is asked for. */
  static final String DEFAULT_GC = "Parallel";

  /** The command of a process that measures a workload of the given size. */
  List<String> command(Contender contender, Workload workload, int size, int procs, Budget budget) {
    var command =
        new ArrayList<>(
            switch (contender) {
              case GORO ->
                  java(GoroTwin.class, List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
              case JDK ->
                  java(
                      JdkTwin.class,
                      List.of(
                          "-Djdk.virtualThreadScheduler.parallelism=" + procs,
                          "-Djdk.virtualThreadScheduler.maxPoolSize=" + procs));
              case GO -> List.of(goTwin);
            });
    var warmup = contender == Contender.GO ? budget.goWarmup() : budget.jvmWarmup();
    command.addAll(
        List.of(
            workload.id(),
            Integer.toString(size),
            Long.toString(warmup.toMillis()),
            Long.toString(budget.sample().toMillis()),
            Integer.toString(budget.samples())));
    return command;
  }

  /** What is set in a process's environment. */
  static Map<String, String> environment(int procs) {
    return Map.of("GOMAXPROCS", Integer.toString(procs));
  }

  /**
   * Both JVMs get the flags that {@code goro run} gives, beside those that only one of them
   * understands.
   */
  private List<String> java(Class<?> main, List<String> own) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+Use" + gc + "GC");
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("-Djdk.trackAllThreads=false");
    command.addAll(own);
    command.addAll(List.of("-cp", classPath(), main.getName()));
    return command;
  }

  /** The twins need Goro's core and this module's classes, wherever those came from. */
  private static String classPath() {
    return Stream.of(Commands.class, Go.class)
        .map(Commands::place)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new BenchException("cannot tell where " + type.getName() + " was loaded from", e);
    }
  }
}
