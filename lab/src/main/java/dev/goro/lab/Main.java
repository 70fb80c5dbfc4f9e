package dev.goro.lab;

import dev.goro.lab.report.HtmlReport;
import dev.goro.lab.report.JsonReport;
import dev.goro.lab.report.Machine;
import dev.goro.lab.report.Report;
import dev.goro.lab.report.Section;
import dev.goro.lab.report.TextReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code goro lab}. */
@Command(
    name = "goro lab",
    description =
        "Runs the same work on OS threads, goroutines and other techniques of concurrency, measures"
            + " it on this machine, and prints what came out.",
    sortOptions = false)
public final class Main implements Callable<Integer> {
  /** The exit code of a lab that could not measure. */
  private static final int FAILED = 1;

  private static final int USUAL_ROUNDS = 3;
  private static final int USUAL_WIDTH = 100;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PART",
      arity = "0..*",
      description = "The parts to run; all of them unless named. --list tells what they are.")
  private List<String> words = List.of();

  @Option(
      names = "--quick",
      description = "A small run: seconds instead of minutes, with rough figures.")
  private boolean quick;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many processes measure each thing: 3 unless given, 1 with --quick.")
  private Integer rounds;

  @Option(
      names = "--goroutines",
      paramLabel = "N",
      description =
          "How many goroutines the part count makes, if memory allows: 1,000,000 unless given,"
              + " 100,000 with --quick.")
  private Integer goroutines;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write it as a page with charts too: one file, which needs no network.")
  private Path html;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the data as JSON too.")
  private Path json;

  @Option(names = "--list", description = "List the parts, and measure nothing.")
  private boolean list;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  private boolean help;

  private Main() {}

  /** A part and its argument. */
  private record Asked(Part part, String argument) {}

  /**
   * Runs the command and ends the process. Whoever ends it by a signal ends what it started, too.
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
                            .descendants()
                            .forEach(ProcessHandle::destroyForcibly)));
    System.exit(commandLine().execute(args));
  }

  /**
   * The command, ready to execute: exit code 2 and one sentence for wrong use, 1 where something
   * could not be measured.
   */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(
            (e, _) -> {
              String message = e.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
              e.getCommandLine()
                  .getErr()
                  .println("goro lab: " + message + " (goro lab --help tells more)");
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (e, command, _) -> {
              if (!(e instanceof LabException)) {
                throw e;
              }
              command.getErr().println("goro lab: " + e.getMessage());
              return FAILED;
            });
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    var asked = asked();
    check();
    if (list) {
      Parts.ALL.forEach(
          part ->
              out.printf("%-24s%s%n", (part.name() + " " + part.argument()).strip(), part.title()));
      return CommandLine.ExitCode.OK;
    }
    var machine = Machine.here();
    var sections = new ArrayList<Section>();
    for (Asked one : asked) {
      String name = one.part.name();
      var run =
          new Run(
              quick, rounds(), goroutines(), one.argument, line -> tell(err, name + ": " + line));
      sections.add(one.part.run(run));
    }
    var report = new Report(machine, quick, rounds(), sections);
    out.print(TextReport.of(report, width()));
    out.flush();
    write(json, () -> JsonReport.of(report));
    write(html, () -> HtmlReport.of(report));
    return CommandLine.ExitCode.OK;
  }

  private static void tell(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }

  /** The parts that were named, each once, with their arguments; or the usual ones. */
  private List<Asked> asked() {
    var asked = new ArrayList<Asked>();
    for (var rest = words.iterator(); rest.hasNext(); ) {
      String name = rest.next();
      Part part =
          Parts.named(name)
              .orElseThrow(
                  () ->
                      wrongUse(
                          "no part is named \"%s\"; there are %s".formatted(name, Parts.names())));
      if (!part.argument().isEmpty() && !rest.hasNext()) {
        throw wrongUse("%s needs an argument: %s %s".formatted(name, name, part.argument()));
      }
      asked.add(new Asked(part, part.argument().isEmpty() ? "" : rest.next()));
    }
    return words.isEmpty()
        ? Parts.usual().stream().map(part -> new Asked(part, "")).toList()
        : asked.stream().distinct().toList();
  }

  /** Refuses wrong use before anything is measured. */
  private void check() {
    if (rounds != null && rounds < 1) {
      throw wrongUse("--rounds must be at least 1, but was " + rounds);
    }
    if (goroutines != null && goroutines < 1_000) {
      throw wrongUse("--goroutines must be at least 1000, but was " + goroutines);
    }
    checkTarget("--html", html);
    checkTarget("--json", json);
  }

  private int rounds() {
    return rounds != null ? rounds : quick ? 1 : USUAL_ROUNDS;
  }

  private int goroutines() {
    return goroutines != null ? goroutines : quick ? 100_000 : 1_000_000;
  }

  private void checkTarget(String option, Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw wrongUse(option + " must name a file in a folder that exists, but was " + file);
    }
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The terminal's width, which the script goro tells in COLUMNS. */
  private static int width() {
    String columns = System.getenv().getOrDefault("COLUMNS", "");
    return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
  }

  private static void write(Path file, Supplier<String> text) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, text.get());
    } catch (IOException e) {
      throw new LabException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
