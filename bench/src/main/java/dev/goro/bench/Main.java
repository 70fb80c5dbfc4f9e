package dev.goro.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code goro bench}. */
@Command(
    name = "goro bench",
    description =
        "Measures the same workloads on Goro, on Go and on the JDK's virtual threads, in turns, and"
            + " prints how they compare.",
    mixinStandardHelpOptions = false,
    sortOptions = false)
public final class Main implements Callable<Integer> {
  /** The exit code of a benchmark that could not be done. */
  private static final int FAILED = 1;

  private static final int MAX_PROCS = 1_024;
  private static final Pattern GC_NAME = Pattern.compile("Parallel|G1|Serial|Z|Shenandoah");

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "WORKLOAD",
      description = "Measure these workloads only.")
  private List<String> only = List.of();

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
      description = "The collector of both JVMs: Parallel unless given; G1, Serial, Z.")
  private String gc = Commands.DEFAULT_GC;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON too.")
  private Path json;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write the table as Markdown too.")
  private Path markdown;

  @Option(names = "--list", description = "List the workloads and measure nothing.")
  private boolean list;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  private boolean help;

  private Main() {}

  /**
   * Runs the command and ends the process. Whoever ends it by a signal ends the twin that runs,
   * too.
   *
   * @param args its arguments
   */
  public static void main(String[] args) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () ->
                        ProcessHandle.current()
                            .children()
                            .forEach(ProcessHandle::destroyForcibly)));
    System.exit(commandLine().execute(args));
  }

  /**
   * The command, ready to execute: exit code 2 and one sentence for wrong use, 1 for a benchmark
   * that failed.
   */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(
            (e, _) -> {
              String message = e.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
              e.getCommandLine()
                  .getErr()
                  .println("goro bench: " + message + " (goro bench --help tells more)");
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (e, command, _) -> {
              if (!(e instanceof BenchException)) {
                throw e;
              }
              command.getErr().println("goro bench: " + e.getMessage());
              return FAILED;
            });
  }

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    var workloads = workloads();
    checkNumbers();
    checkTarget("--json", json);
    checkTarget("--markdown", markdown);
    if (list) {
      workloads.forEach(w -> out.printf("%-12s%s%n", w.id(), w.about()));
      return CommandLine.ExitCode.OK;
    }
    var go = GoTwin.find(System.getenv().getOrDefault("PATH", ""));
    if (go.isEmpty()) {
      err.println("There is no Go in PATH or /usr/local/go/bin: its column stays empty.");
    }
    try (var goTwin = go.map(GoTwin::build).orElse(null)) {
      var report = measure(workloads, goTwin, err);
      var table = new Table(report);
      out.print(table.text());
      out.flush();
      write(json, report.json());
      write(markdown, table.markdown());
    }
    return CommandLine.ExitCode.OK;
  }

  private Report measure(List<Workload> workloads, GoTwin goTwin, PrintWriter err) {
    var machine = Machine.here(goTwin == null ? null : goTwin.version(), gc);
    var commands = new Commands(gc, goTwin == null ? null : goTwin.executable());
    var benchmark = new Benchmark(commands, Budget.FULL, Workload::size, err);
    return new Report(machine, rounds, benchmark.run(workloads, distinct(procs), rounds));
  }

  private List<Workload> workloads() {
    if (only.isEmpty()) {
      return List.of(Workload.values());
    }
    return distinct(only).stream()
        .map(
            id ->
                Workload.find(id)
                    .orElseThrow(
                        () ->
                            wrongUse(
                                "no workload is named \"%s\"; there are %s"
                                    .formatted(id, Workload.ids()))))
        .toList();
  }

  private void checkNumbers() {
    for (int n : procs) {
      if (n < 1 || n > MAX_PROCS) {
        throw wrongUse("--procs must be from 1 to %,d, but was %d".formatted(MAX_PROCS, n));
      }
    }
    if (rounds < 1) {
      throw wrongUse("--rounds must be at least 1, but was " + rounds);
    }
    if (!GC_NAME.matcher(gc).matches()) {
      throw wrongUse("--gc must be Parallel, G1, Serial, Z or Shenandoah, but was " + gc);
    }
  }

  /** A folder that does not exist is told before the measurement, not after it. */
  private void checkTarget(String option, Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw wrongUse(option + " must name a file in a folder that exists, but was " + file);
    }
  }

  private static void write(Path file, String text) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new BenchException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static <T> List<T> distinct(List<T> list) {
    return new ArrayList<>(new LinkedHashSet<>(list));
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
