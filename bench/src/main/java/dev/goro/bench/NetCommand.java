package dev.goro.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code goro bench net}. */
@Command(
    name = "net",
    description =
        "Drives an echo server and an HTTP server in plain blocking style by the same client, on"
            + " Goro, in Go, on the JDK's virtual threads and by a single-threaded event loop.",
    sortOptions = false)
final class NetCommand implements Callable<Integer> {
  private static final int MAX_CONNECTIONS = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "WORKLOAD",
      description = "Measure these only: echo, http.")
  private List<String> only = List.of();

  @Option(
      names = "--against",
      split = ",",
      paramLabel = "CONTENDER",
      description = "Compare Goro with these only: go, jdk, nio, net/http.")
  private List<String> against = List.of();

  @Option(
      names = "--connections",
      split = ",",
      paramLabel = "N",
      description = "Open connections: 1, 100, 1000 and 10000 unless given.")
  private List<Integer> connections = List.of(1, 100, 1_000, 10_000);

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long each server is measured: 3 unless given.")
  private int seconds = 3;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description =
          "How many seconds it is driven before that, on other connections and again on these: 3"
              + " unless given.")
  private int warmup = 3;

  @Mixin private CommonOptions options;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  private boolean help;

  NetCommand() {}

  @Override
  public Integer call() {
    options.check();
    options.atLeast("--connections", 1, connections);
    options.atLeast("--seconds", 1, List.of(seconds));
    options.atLeast("--warmup", 0, List.of(warmup));
    if (connections.stream().anyMatch(n -> n > MAX_CONNECTIONS)) {
      throw options.wrongUse("--connections must be at most %,d".formatted(MAX_CONNECTIONS));
    }
    var workloads = chosen("workload", only, NetWorkload.values(), NetWorkload::id);
    var others =
        chosen(
            "contender",
            against,
            Arrays.stream(NetContender.values())
                .filter(c -> c != NetContender.GORO)
                .toArray(NetContender[]::new),
            NetContender::id);
    var contenders =
        Stream.concat(Stream.of(NetContender.GORO), others.stream())
            .filter(c -> workloads.stream().anyMatch(c::has))
            .toList();
    var go =
        GoPrograms.find(System.getenv().getOrDefault("PATH", ""))
            .orElseThrow(
                () ->
                    new BenchException(
                        "goro bench net needs Go for its client, and there is none in PATH or"
                            + " /usr/local/go/bin: install it (https://go.dev/dl)."));
    try (var programs = GoPrograms.build(go, GoProgram.SERVER, GoProgram.LOAD)) {
      var report = measure(workloads, contenders, programs);
      var table = new NetTable(report, contenders);
      var out = spec.commandLine().getOut();
      out.print(table.text());
      out.flush();
      options.write(report.json(), table.markdown());
    }
    return CommandLine.ExitCode.OK;
  }

  private NetReport measure(
      List<NetWorkload> workloads, List<NetContender> contenders, GoPrograms programs) {
    var machine = Machine.here(programs.version(), options.gc());
    var load =
        new NetLoad(
            programs.executable(GoProgram.LOAD),
            Duration.ofSeconds(warmup),
            Duration.ofSeconds(seconds));
    var benchmark =
        new NetBenchmark(
            new JavaCommand(options.gc()),
            programs.executable(GoProgram.SERVER),
            load,
            contenders,
            spec.commandLine().getErr());
    var subjects =
        workloads.stream()
            .flatMap(
                w ->
                    connections.stream()
                        .distinct()
                        .flatMap(
                            n -> options.procs().stream().map(p -> new NetReport.Subject(w, n, p))))
            .toList();
    return new NetReport(
        machine,
        options.rounds(),
        load.warmup(),
        load.time(),
        benchmark.run(subjects, options.rounds()));
  }

  /** Those of the values whose ids were given, or all. */
  private <T> List<T> chosen(String what, List<String> ids, T[] values, Function<T, String> id) {
    if (ids.isEmpty()) {
      return List.of(values);
    }
    String known = Arrays.stream(values).map(id).collect(Collectors.joining(", "));
    return ids.stream()
        .distinct()
        .map(
            asked ->
                Arrays.stream(values)
                    .filter(value -> id.apply(value).equals(asked))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            options.wrongUse(
                                "no %s is named \"%s\"; there are %s"
                                    .formatted(what, asked, known))))
        .toList();
  }
}
