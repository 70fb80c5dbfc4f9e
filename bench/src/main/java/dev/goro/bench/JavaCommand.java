package dev.goro.bench;

import dev.goro.Go;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How JVMs are started. All get the flags that {@code goro run} gives, beside those that only one
 * of them understands.
 *
 * @param gc the collector, as in {@code -XX:+UseParallelGC}
 */
record JavaCommand(String gc) {
  /** The collector unless another is asked for. */
  static final String DEFAULT_GC = "Parallel";

  /** Where the script goro is, which it tells itself; the Goro twin starts programs by it. */
  private static final String HOME = "goro.home";

  /** A program on Goro's scheduler. */
  List<String> goro(Class<?> main) {
    var own = new ArrayList<>(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
    if (System.getProperty(HOME) != null) {
      own.add("-D" + HOME + "=" + System.getProperty(HOME));
    }
    return command(main, own);
  }

  /** A program on Goro's scheduler, with an agent. */
  List<String> goroWoven(Class<?> main, Path agent) {
    return command(
        main, List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-javaagent:" + agent));
  }

  /** A program whose virtual threads run on the JDK's scheduler, so many at once. */
  List<String> jdk(Class<?> main, int procs) {
    return command(main, jdkScheduler(procs));
  }

  private static List<String> jdkScheduler(int procs) {
    return List.of(
        "-Djdk.virtualThreadScheduler.parallelism=" + procs,
        "-Djdk.virtualThreadScheduler.maxPoolSize=" + procs);
  }

  /** As {@link #jdk}, with the libraries that stand on this program's class path. */
  List<String> jox(String main, int procs) {
    return command(main, jdkScheduler(procs), System.getProperty("java.class.path"));
  }

  /** A program whose coroutines run on so many threads, with the libraries of this program. */
  List<String> kotlin(String main, int procs) {
    return command(
        main,
        List.of(
            "-Dkotlinx.coroutines.scheduler.core.pool.size=" + procs,
            "-Dkotlinx.coroutines.scheduler.max.pool.size=" + procs),
        System.getProperty("java.class.path"));
  }

  /** A program without virtual threads. */
  List<String> plain(Class<?> main) {
    return command(main, List.of());
  }

  private List<String> command(Class<?> main, List<String> own) {
    return command(main.getName(), own, classPath());
  }

  private List<String> command(String main, List<String> own, String classPath) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+Use" + gc + "GC");
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("-XX:+UseCondCardMark");
    command.add("-Djdk.trackAllThreads=false");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(own);
    command.addAll(List.of("-cp", classPath, main));
    return command;
  }

  /** The programs need Goro's core and this module's classes, wherever those came from. */
  private static String classPath() {
    return Stream.of(JavaCommand.class, Go.class)
        .map(JavaCommand::place)
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
