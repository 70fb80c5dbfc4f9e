package dev.goro.bench;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code goro bench scale}: what very many goroutines cost, and many procs. */
@Command(
    name = "scale",
    description =
        "Measures Goro and Go, in turns, with very many goroutines: eight million that wait"
            + " (crowd); a million of each kind (kinds); work among 100 to 1,000,000 others (flat);"
            + " and with more procs than CPUs (procs).",
    sortOptions = false)
final class ScaleCommand implements Callable<Integer> {
  private static final List<String> PARTS = List.of("crowd", "kinds", "flat", "procs");
  private static final List<Integer> OTHERS = List.of(100, 1_000, 10_000, 100_000, 1_000_000);
  private static final List<Integer> PROCS = List.of(1, 2, 4, 8, 16, 64);
  private static final List<String> OF_PROCS =
      List.of("pingpong", "ChanContended", "skynet", "MutexSlack");

  /** What a waiting goroutine of Go's takes, generously: so many fit. */
  private static final long GO_BYTES = 3_000;

  /** What docs/performance.md advises for goroutines that wait by the million. */
  private static final List<String> FLAGS_OF_CROWD =
      List.of(
          "-XX:InitialRAMPercentage=80",
          "-XX:MaxRAMPercentage=80",
          "-Xmn64m",
          "-XX:MaxTenuringThreshold=0",
          "-XX:MarkSweepDeadRatio=0",
          "-XX:InlineSmallCode=10000");

  private static final int DESCRIPTORS_FOR_OTHERS = 500;

  static final Budget BUDGET =
      new Budget(
          Duration.ofMillis(2_000),
          Duration.ofMillis(300),
          Duration.ofMillis(150),
          5,
          Duration.ofMinutes(10));

  /** Where 64 Ms want two CPUs, the JIT compiler's threads get one part in 33 of them. */
  private static final Budget BUDGET_OF_PROCS =
      new Budget(
          Duration.ofSeconds(10),
          BUDGET.goWarmup(),
          BUDGET.sample(),
          BUDGET.samples(),
          BUDGET.limit());

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Measure these parts only: crowd, kinds, flat, procs.")
  private List<String> only = PARTS;

  @Option(
      names = "--crowd",
      paramLabel = "N",
      description =
          "How many goroutines the crowd has: 8,000,000 unless given. Go's has as many of them as"
              + " fit the machine's memory.")
  private int crowd = 8_000_000;

  @Option(
      names = "--crowd-jvm",
      split = " ",
      paramLabel = "FLAG",
      description =
          "Further flags for the JVM of Goro's crowd, which has 80 % of the memory as its heap, a"
              + " small young generation, and code that is inlined further than usual.")
  private List<String> crowdFlags = List.of();

  @Mixin private CommonOptions options;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  private boolean help;

  ScaleCommand() {}

  @Override
  public Integer call() {
    options.check();
    options.atLeast("--crowd", 1, List.of(crowd));
    for (String part : only) {
      if (!PARTS.contains(part)) {
        throw options.wrongUse(
            "no part is named \"%s\"; there are %s".formatted(part, String.join(", ", PARTS)));
      }
    }
    PrintWriter err = spec.commandLine().getErr();
    Optional<Path> go = GoPrograms.find(System.getenv().getOrDefault("PATH", ""));
    if (go.isEmpty()) {
      err.println("There is no Go in PATH or /usr/local/go/bin: go is skipped.");
    }
    try (var goTwin = go.map(found -> GoPrograms.build(found, GoProgram.TWIN)).orElse(null)) {
      var machine = Machine.here(goTwin == null ? null : goTwin.version(), options.gc());
      var commands =
          new Commands(
              new JavaCommand(options.gc()),
              goTwin == null ? null : goTwin.executable(GoProgram.TWIN));
      var contenders =
          goTwin == null ? List.of(Contender.GORO) : List.of(Contender.GORO, Contender.GO);
      var rows = new ArrayList<Report.Row>();
      if (only.contains("crowd")) {
        rows.addAll(crowd(commands, contenders, machine.memory(), err));
      }
      if (only.contains("kinds")) {
        rows.addAll(
            run(commands, contenders, ScaleSuite.crowds().toList(), options.procs(), BUDGET, err));
      }
      if (only.contains("flat")) {
        var all =
            ScaleSuite.among()
                .flatMap(work -> OTHERS.stream().map(n -> ScaleSuite.among(work, n)))
                .toList();
        rows.addAll(run(commands, contenders, all, options.procs(), BUDGET, err));
      }
      if (only.contains("procs")) {
        var some =
            OF_PROCS.stream()
                .map(id -> ScaleSuite.counting(Suites.find(id).orElseThrow()))
                .toList();
        rows.addAll(run(commands, contenders, some, PROCS, BUDGET_OF_PROCS, err));
      }
      var report = new Report(machine, options.rounds(), rows);
      var table = new Table(report);
      var out = spec.commandLine().getOut();
      out.print(table.text());
      out.flush();
      options.write(report.json(), table.markdown());
    }
    return CommandLine.ExitCode.OK;
  }

  private List<Report.Row> run(
      Commands commands,
      List<Contender> contenders,
      List<Workload> workloads,
      List<Integer> procs,
      Budget budget,
      PrintWriter err) {
    return new Benchmark(commands, budget, sizes(), err)
        .run(contenders, workloads, procs, options.rounds());
  }

  private static ToIntFunction<Workload> sizes() {
    int sockets = openFiles() - DESCRIPTORS_FOR_OTHERS;
    return w -> w.id().equals("crowd-socket") ? Math.min(w.size(), sockets) : w.size();
  }

  /** How many files a process may have open: both JVMs and Go raise the limit as far as it goes. */
  private static int openFiles() {
    try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
      return limits
          .filter(line -> line.startsWith("Max open files"))
          .map(line -> line.trim().split(" {2,}")[2])
          .map(hard -> hard.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(hard))
          .findFirst()
          .orElse(MIN_OPEN_FILES);
    } catch (java.io.IOException e) {
      return MIN_OPEN_FILES;
    }
  }

  private static final int MIN_OPEN_FILES = 1_024;

  /** The crowd: Go's is as large as memory allows, and each is measured by the goroutine. */
  private List<Report.Row> crowd(
      Commands commands, List<Contender> contenders, long memory, PrintWriter err) {
    var crowd = ScaleSuite.crowd(Suites.find("crowd-channel").orElseThrow(), "crowd");
    int ofGo = (int) Math.min(crowd(), memory / GO_BYTES);
    var rows = new ArrayList<Report.Row>();
    for (int procs : options.procs()) {
      var rounds = new Rounds(crowd, procs);
      for (int round = 0; round < options.rounds(); round++) {
        for (var contender : contenders) {
          int size = contender == Contender.GO ? ofGo : crowd();
          var command =
              new ArrayList<>(commands.command(contender, Map.of(crowd, size), procs, BUDGET));
          if (contender == Contender.GORO) {
            command.addAll(1, crowdFlags);
            command.addAll(1, FLAGS_OF_CROWD); // before those that were asked for, which count
          }
          var report =
              TwinReport.parse(
                  TwinProcess.run(
                      contender.id() + "'s crowd",
                      command,
                      Commands.environment(procs),
                      BUDGET.limit()));
          rounds.add(contender, report);
          err.printf(
              Locale.ROOT,
              "crowd of %,d, %d %s: %s %s%n",
              size,
              procs,
              procs == 1 ? "proc" : "procs",
              contender.id(),
              report.series());
          err.flush();
        }
      }
      rows.addAll(rounds.rows());
    }
    return rows;
  }

  private int crowd() {
    return crowd;
  }
}
