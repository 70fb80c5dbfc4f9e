package dev.goro.bench;

import dev.goro.bench.goro.KernelTwin;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code goro bench weave}. */
@Command(
    name = "weave",
    description =
        "Measures computations with preemption polls woven in and without, in turns, and prints"
            + " what the polls cost.",
    sortOptions = false)
final class WeaveCommand implements Callable<Integer> {
  private static final String AGENT_CLASS = "dev/goro/agent/Agent.class";

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "KERNEL",
      description = "Measure these computations only.")
  private List<String> only = List.of();

  @Mixin private CommonOptions options;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  private boolean help;

  WeaveCommand() {}

  @Override
  public Integer call() {
    options.check();
    for (String kernel : only) {
      if (!KernelTwin.names().contains(kernel)) {
        throw options.wrongUse(
            "no computation is named \"%s\"; there are %s"
                .formatted(kernel, String.join(", ", KernelTwin.names())));
      }
    }
    var report =
        measure(
            only.isEmpty() ? KernelTwin.names() : only.stream().distinct().toList(),
            Budget.SHORT_SAMPLES,
            options.gc(),
            options.procs(),
            options.rounds(),
            spec.commandLine().getErr());
    var out = spec.commandLine().getOut();
    out.print(report.text());
    out.flush();
    options.write(report.json(), report.markdown());
    return CommandLine.ExitCode.OK;
  }

  /** Measures; in every other round the woven process comes first. */
  static WeaveReport measure(
      List<String> kernels,
      Budget budget,
      String gc,
      List<Integer> procs,
      int rounds,
      PrintWriter progress) {
    var machine = Machine.here(null, gc);
    var java = new JavaCommand(gc);
    var plainCommand = java.goro(KernelTwin.class);
    var wovenCommand = java.goroWoven(KernelTwin.class, agent());
    var rows = new ArrayList<WeaveReport.Row>();
    for (String kernel : kernels) {
      for (int p : procs) {
        var plain = new ArrayList<Double>();
        var woven = new ArrayList<Double>();
        for (int round = 0; round < rounds; round++) {
          if (round % 2 == 0) {
            plain.add(measure(plainCommand, kernel, p, budget));
            woven.add(measure(wovenCommand, kernel, p, budget));
          } else {
            woven.add(measure(wovenCommand, kernel, p, budget));
            plain.add(measure(plainCommand, kernel, p, budget));
          }
          progress.printf(
              Locale.ROOT,
              "[%d/%d] %s, %d %s: %.3f%n",
              round + 1,
              rounds,
              kernel,
              p,
              p == 1 ? "proc" : "procs",
              woven.getLast() / plain.getLast());
          progress.flush();
        }
        rows.add(WeaveReport.Row.of(kernel, p, plain, woven));
      }
    }
    return WeaveReport.of(machine, rounds, rows);
  }

  private static double measure(List<String> java, String kernel, int procs, Budget budget) {
    var command = new ArrayList<>(java);
    command.addAll(
        List.of(
            kernel,
            "0",
            Long.toString(budget.jvmWarmup().toMillis()),
            Long.toString(budget.sample().toMillis()),
            Integer.toString(budget.samples())));
    String name = kernel + " at GOMAXPROCS " + procs;
    var report =
        TwinReport.parse(
            TwinProcess.run(name, command, Commands.environment(procs), budget.limit()));
    return report.series().getFirst().samples().stream().min(Double::compare).orElseThrow();
  }

  /** The agent's jar on the class path. */
  private static Path agent() {
    URL place = ClassLoader.getSystemResource(AGENT_CLASS);
    if (place != null && place.getProtocol().equals("jar")) {
      String file = place.getPath();
      try {
        Path jar = Path.of(new URI(file.substring(0, file.indexOf("!/"))));
        if (Files.isRegularFile(jar)) {
          return jar;
        }
      } catch (URISyntaxException e) {
        throw new BenchException("cannot tell where goro-agent.jar is: " + place, e);
      }
    }
    throw new BenchException(
        "goro bench weave needs goro-agent.jar on its class path: start it by goro bench");
  }
}
