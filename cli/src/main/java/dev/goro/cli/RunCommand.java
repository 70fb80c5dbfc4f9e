package dev.goro.cli;

import dev.goro.agent.Weaving;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code goro run}, as far as Java does it: it says what is wrong with the arguments, or compiles
 * the program's sources into the cache entry that the script then starts.
 */
@Command(
    name = "run",
    description = "Runs a program; its main method is the main goroutine.",
    customSynopsis = {
      "goro run [OPTION]... FILE.java... [--] [ARG...]",
      "       goro run [OPTION]... --class CLASS [--] [ARG...]",
      "       goro run [OPTION]... -jar APP.jar [--] [ARG...]"
    },
    footer = {
      "",
      "Sources are compiled when they have changed. The program is the first file's first class."
          + " The first argument that is no .java file begins the program's own arguments."
    })
final class RunCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"--cp", "-cp", "--class-path", "-classpath"},
      paramLabel = "PATH",
      description = "The program's class path: jars and folders, with ':' between them.")
  private @Nullable String classPath;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "Run this class, from the class path (default: the current folder).")
  private @Nullable String mainClass;

  @Option(
      names = {"-jar", "--jar"},
      paramLabel = "APP.jar",
      description = "Run the main class of this jar.")
  private @Nullable Path jar;

  @Option(names = "-J", paramLabel = "FLAG", description = "A flag for the JVM, such as -J-Xmx2g.")
  private List<String> jvmFlags = List.of();

  @Option(
      names = "--weave",
      paramLabel = "PATTERNS",
      description =
          "Weave preemption polls into these packages and classes only, as in"
              + " com.acme.*,!com.acme.hot.* (default: GORO_WEAVE, or all).")
  private @Nullable String weave;

  @Option(names = "--no-weave", description = "Weave nothing.")
  private boolean noWeave;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Parameters(paramLabel = "ARG", arity = "0..*", hidden = true)
  private List<String> positional = List.of();

  @Override
  public void run() {
    if (jar != null || mainClass != null) {
      throw new ParameterException(
          spec.commandLine(), "give either -jar, or --class, or source files");
    }
    compile(sources());
  }

  private List<Path> sources() {
    var sources = new ArrayList<Path>();
    for (String arg : positional) {
      if (!arg.endsWith(".java")) {
        break;
      }
      var source = Path.of(arg);
      if (!source.toFile().isFile()) {
        throw new ParameterException(spec.commandLine(), "there is no file " + arg);
      }
      sources.add(source);
    }
    if (!sources.isEmpty()) {
      return sources;
    }
    throw new ParameterException(
        spec.commandLine(),
        positional.isEmpty()
            ? "goro run needs a program: FILE.java, --class CLASS or -jar APP.jar"
            : positional.getFirst() + " is no .java file: for a class use --class, for a jar -jar");
  }

  private void compile(List<Path> sources) {
    String entry = System.getProperty("goro.entry", "");
    if (entry.isEmpty()) {
      throw CommandException.failed("a program is run by the script goro: call that");
    }
    var elements = new ArrayList<Path>();
    if (classPath != null) {
      for (String element : classPath.split(File.pathSeparator)) {
        if (!element.isEmpty()) {
          elements.add(Path.of(element));
        }
      }
    }
    new Compilation(sources, elements, weaving(), jvmFlags.contains("--enable-preview"))
        .into(Path.of(entry));
  }

  private Weaving weaving() {
    try {
      if (noWeave) {
        return Weaving.of("off", "--no-weave");
      }
      return weave != null ? Weaving.of(weave, "--weave") : Weaving.ofProcess();
    } catch (IllegalArgumentException e) {
      throw CommandException.misused(String.valueOf(e.getMessage()));
    }
  }
}
