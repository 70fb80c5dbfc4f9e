package dev.goro.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code goro bench}. */
@Command(
    name = "goro bench",
    description =
        "Measures the same workloads on Goro, on Go, on the JDK's virtual threads, on jox and on"
            + " Kotlin's coroutines, in turns, and prints how they compare. goro bench net does so for servers; goro bench weave compares"
            + " programs with and without preemption polls.",
    subcommands = {NetCommand.class, ScaleCommand.class, WeaveCommand.class},
    mixinStandardHelpOptions = false,
    sortOptions = false)
public final class Main implements Callable<Integer> {
  /** The exit code of a benchmark that could not be done. */
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "WORKLOAD|SUITE",
      description = "Measure these workloads and suites only.")
  private List<String> only = List.of();

  @Option(
      names = "--against",
      split = ",",
      paramLabel = "CONTENDER",
      description = "Measure Goro beside these only: go, jdk, jox, kotlin.")
  private List<String> against =
      Arrays.stream(Contender.values())
          .filter(c -> c != Contender.GORO)
          .map(Contender::id)
          .toList();

  @Mixin private CommonOptions options;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the results as a page with charts too.")
  private Path html;

  @Option(
      names = "--list",
      description = "List the workloads, suite by suite, and measure nothing.")
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
    var contenders = contenders();
    options.check();
    options.checkTarget("--html", html);
    if (list) {
      list(workloads, out);
      return CommandLine.ExitCode.OK;
    }
    var go =
        contenders.contains(Contender.GO)
            ? GoPrograms.find(System.getenv().getOrDefault("PATH", ""))
            : Optional.<Path>empty();
    if (contenders.contains(Contender.GO) && go.isEmpty()) {
      err.println("There is no Go in PATH or /usr/local/go/bin: go is skipped.");
      contenders.remove(Contender.GO);
    }
    contenders.removeIf(
        c -> {
          if (!c.isThere()) {
            err.printf("The twin of %1$s is not on the class path: %1$s is skipped.%n", c.id());
          }
          return !c.isThere();
        });
    try (var goTwin = go.map(found -> GoPrograms.build(found, GoProgram.TWIN)).orElse(null)) {
      var report = measure(contenders, workloads, goTwin, err);
      var table = new Table(report);
      var summary = Summary.grid(Summary.of(report));
      out.print(table.text());
      out.print("\n" + summary.text());
      out.flush();
      options.write(report.json(), table.markdown() + "\n" + summary.markdown());
      CommonOptions.write(html, new Page(report).html());
    }
    return CommandLine.ExitCode.OK;
  }

  private Report measure(
      List<Contender> contenders, List<Workload> workloads, GoPrograms goTwin, PrintWriter err) {
    var machine = Machine.here(goTwin == null ? null : goTwin.version(), options.gc());
    var commands =
        new Commands(
            new JavaCommand(options.gc()),
            goTwin == null ? null : goTwin.executable(GoProgram.TWIN));
    var benchmark = new Benchmark(commands, Budget.FULL, Workload::size, err);
    return new Report(
        machine,
        options.rounds(),
        benchmark.run(contenders, workloads, options.procs(), options.rounds()));
  }

  /** Goro and those that it is measured against, in their order. */
  private List<Contender> contenders() {
    var all = new ArrayList<Contender>(List.of(Contender.GORO));
    for (String id : against) {
      all.add(
          Contender.find(id)
              .filter(c -> c != Contender.GORO)
              .orElseThrow(
                  () ->
                      options.wrongUse(
                          "no contender is named \"%s\"; there are %s"
                              .formatted(id, Contender.opponents()))));
    }
    return all.stream().distinct().sorted().collect(Collectors.toCollection(ArrayList::new));
  }

  private List<Workload> workloads() {
    if (only.isEmpty()) {
      return list ? Suites.workloads() : Suites.usual();
    }
    return only.stream().flatMap(name -> named(name).stream()).distinct().toList();
  }

  private List<Workload> named(String name) {
    var found = Suites.named(name);
    if (found.isEmpty()) {
      throw options.wrongUse(
          "no workload or suite is named \"%s\"; there are %s".formatted(name, Suites.names()));
    }
    return found;
  }

  /** The workloads that were asked for, suite by suite. */
  private static void list(List<Workload> asked, PrintWriter out) {
    for (Suite suite : Suites.ALL) {
      var its = suite.workloads().stream().filter(asked::contains).toList();
      if (!its.isEmpty()) {
        out.printf("%s: %s%n", suite.name(), suite.about());
        its.forEach(w -> out.printf("  %-32s%s%n", w.id(), w.about()));
      }
    }
  }
}
