package dev.goro.bench.twin;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a short program takes as a whole: from the start of its process to its end, by the
 * clock, in milliseconds. The size is the number of starts; one more before them does not count,
 * since it may fill caches. Each program starts a hundred goroutines that send their numbers over
 * one channel, and prints the sum.
 */
public final class ProcessStarts implements Measurement {
  /** How many goroutines a program starts. */
  public static final int GOROUTINES = 100;

  private static final double NANOS_PER_MILLI = 1e6;

  private final Command command;

  /**
   * Makes it.
   *
   * @param command tells the program's command
   */
  public ProcessStarts(Command command) {
    this.command = command;
  }

  /** Tells a program's command. */
  @FunctionalInterface
  public interface Command {
    /**
     * Tells it.
     *
     * @return the command
     * @throws IOException if a file that it needs cannot be written
     */
    List<String> words() throws IOException;
  }

  /**
   * The command of a program in a JVM like this one.
   *
   * @param main the program's class
   * @return the command
   */
  public static List<String> likeThis(Class<?> main) {
    var words = new ArrayList<String>();
    words.add(ProcessHandle.current().info().command().orElseThrow());
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return words;
  }

  @Override
  public List<Series> measure(int starts, Sampler sampler) throws Exception {
    // What goro run says when it has to build something goes to stderr.
    var program = new ProcessBuilder(command.words()).redirectError(Redirect.INHERIT);
    start(program);
    var times = new ArrayList<Double>();
    for (int i = 0; i < starts; i++) {
      times.add(start(program));
    }
    return List.of(new Series("wall", times, List.of()));
  }

  private static double start(ProcessBuilder program) throws IOException, InterruptedException {
    long before = System.nanoTime();
    var process = program.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int exit = process.waitFor();
    long elapsed = System.nanoTime() - before;
    if (exit != 0 || !output.equals(Integer.toString(GOROUTINES * (GOROUTINES - 1) / 2))) {
      throw new WrongResultException(
          program.command() + " ended with exit code " + exit + " and said: " + output);
    }
    return elapsed / NANOS_PER_MILLI;
  }
}
