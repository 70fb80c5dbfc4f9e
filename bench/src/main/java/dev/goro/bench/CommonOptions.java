package dev.goro.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all of {@code goro bench} has. */
final class CommonOptions {
  private static final int MAX_PROCS = 1_024;
  private static final Pattern GC_NAME = Pattern.compile("Parallel|G1|Serial|Z|Shenandoah");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--procs",
      split = ",",
      paramLabel = "N",
      description = "GOMAXPROCS: 1 and 2 unless given.")
  private List<Integer> procs = List.of(1, 2);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each contender has its turn: 5 unless given.")
  private int rounds = 5;

  @Option(
      names = "--gc",
      paramLabel = "NAME",
      description = "The collector of all JVMs: Parallel unless given; G1, Serial, Z.")
  private String gc = JavaCommand.DEFAULT_GC;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON too.")
  private Path json;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write the table as Markdown too.")
  private Path markdown;

  /** The numbers of procs, each once. */
  List<Integer> procs() {
    return procs.stream().distinct().toList();
  }

  int rounds() {
    return rounds;
  }

  String gc() {
    return gc;
  }

  /** Refuses wrong use before anything is measured. */
  void check() {
    for (int n : procs) {
      if (n < 1 || n > MAX_PROCS) {
        throw wrongUse("--procs must be from 1 to %,d, but was %d".formatted(MAX_PROCS, n));
      }
    }
    atLeast("--rounds", 1, List.of(rounds));
    if (!GC_NAME.matcher(gc).matches()) {
      throw wrongUse("--gc must be Parallel, G1, Serial, Z or Shenandoah, but was " + gc);
    }
    checkTarget("--json", json);
    checkTarget("--markdown", markdown);
  }

  /** Refuses numbers that are too small. */
  void atLeast(String option, int least, List<Integer> numbers) {
    for (int n : numbers) {
      if (n < least) {
        throw wrongUse("%s must be at least %d, but was %d".formatted(option, least, n));
      }
    }
  }

  ParameterException wrongUse(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Refuses a file that cannot be written; null is none. */
  void checkTarget(String option, Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw wrongUse(option + " must name a file in a folder that exists, but was " + file);
    }
  }

  /** Writes the results to the files that were named. */
  void write(String jsonText, String markdownText) {
    write(json, jsonText);
    write(markdown, markdownText);
  }

  /** Writes a file, if there is to be one. */
  static void write(Path file, String text) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new BenchException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
