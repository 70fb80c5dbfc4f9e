package dev.goro.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands that the script {@code goro} does all by itself; here for the help alone. */
final class ScriptCommands {
  private ScriptCommands() {}

  /** {@code goro test}. */
  @Command(
      name = "test",
      description =
          "Builds and tests Goro itself with Maven (mvn verify), in a checkout of its sources.")
  static final class Test extends ByScript {
    @SuppressWarnings("UnusedVariable") // picocli reads it
    @Parameters(paramLabel = "MAVEN-ARG", arity = "0..*", description = "Passed on to Maven.")
    private List<String> args;
  }

  /** {@code goro bench}. */
  @Command(
      name = "bench",
      description =
          "Measures Goro beside Go and the JDK's virtual threads, in a checkout of its sources;"
              + " goro bench --help tells more.")
  static final class Bench extends ByScript {
    @SuppressWarnings("UnusedVariable") // picocli reads it
    @Parameters(paramLabel = "ARG", arity = "0..*", description = "Passed on to the benchmark.")
    private List<String> args;
  }

  /** {@code goro lab}. */
  @Command(
      name = "lab",
      description =
          "Runs the same work on threads, goroutines and other techniques, and measures it, in a"
              + " checkout of its sources; goro lab --help tells more.")
  static final class Lab extends ByScript {
    @SuppressWarnings("UnusedVariable") // picocli reads it
    @Parameters(paramLabel = "ARG", arity = "0..*", description = "Passed on to the lab.")
    private List<String> args;
  }

  abstract static class ByScript implements Runnable {
    @Override
    public void run() {
      throw CommandException.misused("this command is done by the script goro: call that");
    }
  }
}
