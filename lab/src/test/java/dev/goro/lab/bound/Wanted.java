package dev.goro.lab.bound;

import dev.goro.lab.process.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * How many CPUs a technique wants for work that computes: the time that its threads ran, and that
 * they could have run but had to wait for a CPU, divided by the time that passed. Other programs on
 * the machine take CPUs away, but not the wish for them.
 */
public final class Wanted implements Experiment {
  private static final Path TASKS = Path.of("/proc/self/task");

  /** The names of threads that compile and collect. */
  private static final String OF_THE_JVM = "(?s)(C1|C2|GC|VM) .*";

  /** Made by its name. */
  public Wanted() {}

  /** Whether the system tells it. */
  static boolean isTold() {
    return Files.isReadable(Path.of("/proc/self/schedstat"));
  }

  @Override
  public Object run(List<String> args) throws Exception {
    new Computing().run(args); // what is compiled now is not compiled later
    long before = runnableNanos();
    long begin = System.nanoTime();
    new Computing().run(args);
    return (runnableNanos() - before) / (double) (System.nanoTime() - begin);
  }

  private static long runnableNanos() throws IOException {
    long sum = 0;
    try (var threads = Files.newDirectoryStream(TASKS)) {
      for (Path thread : threads) {
        try {
          if (Files.readString(thread.resolve("comm")).matches(OF_THE_JVM)) {
            continue;
          }
          String[] words = Files.readString(thread.resolve("schedstat")).split(" ");
          sum += Long.parseLong(words[0]) + Long.parseLong(words[1]);
        } catch (NoSuchFileException e) {
          // The thread has ended meanwhile.
        }
      }
    }
    return sum;
  }
}
