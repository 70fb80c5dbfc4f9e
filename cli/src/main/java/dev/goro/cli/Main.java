package dev.goro.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code goro} command. */
@Command(
    name = "goro",
    header = "Goroutines for Java.",
    description = "Runs Java programs whose main method is the main goroutine.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Environment: GOMAXPROCS (how many goroutines run at once), GORO_DEBUG (schedtrace=MS and"
          + " others), GORO_MAXSTACK (bytes of a goroutine's stack), GORO_AFFINITY (on, or the CPUs"
          + " to run on), GORO_WEAVE (which packages get preemption polls), GORO_JAVA_HOME or JAVA_HOME"
          + " (the JDK, 25 or later), GORO_CACHE (compiled programs).",
      "SIGQUIT makes a program print its goroutines; it goes on (on Linux).",
      "Goro runs on Linux and macOS."
    },
    subcommands = {
      RunCommand.class,
      NewCommand.class,
      DumpCommand.class,
      EnvCommand.class,
      VersionCommand.class,
      ScriptCommands.Test.class,
      ScriptCommands.Bench.class,
      ScriptCommands.Lab.class,
      HelpCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /**
   * Runs the command and exits with its code: 0, 1 if it failed, 2 if it was used wrongly.
   *
   * @param args the command's arguments
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    var goro = new CommandLine(new Main());
    // What follows a program is the program's, whatever it looks like.
    Objects.requireNonNull(goro.getSubcommands().get("run")).setStopAtPositional(true);
    return goro.setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler((e, args) -> misused(e))
        .setExecutionExceptionHandler((e, command, result) -> failed(e));
  }

  /** Without a subcommand there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "goro needs a command");
  }

  private static int misused(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    if (e instanceof UnmatchedArgumentException unmatched && command.equals("goro")) {
      System.err.println(
          "goro: there is no command " + unmatched.getUnmatched().getFirst() + " (see goro help).");
      return CommandLine.ExitCode.USAGE;
    }
    String help = command.equals("goro") ? "goro help" : "goro help " + command.substring(5);
    System.err.println(sentence(e.getMessage()) + " (see " + help + ").");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e) throws Exception {
    if (e instanceof CommandException expected) {
      if (!"".equals(expected.getMessage())) {
        System.err.println(sentence(expected.getMessage()) + ".");
      }
      return expected.exitCode();
    }
    throw e;
  }

  private static String sentence(@Nullable String message) {
    String text = String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
    return "goro: " + (text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
  }
}
