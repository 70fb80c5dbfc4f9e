package dev.goro.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A whole program on Goro in a JVM of its own: its {@code main} is the main goroutine, a panic or a
 * deadlock ends it with exit code 2. For what cannot be tested inside the tests' own JVM.
 *
 * {@snippet :
 * Program.Result r = Program.of(Sleepy.class).env("GOMAXPROCS", "1").run();
 * assertEquals(2, r.exitCode(), r::toString);
 * }
 *
 * <p>The main class has a {@code static void main(String[])} or {@code static void main()} of any
 * visibility. A program that does not end within its time limit is dumped (goroutines by SIGQUIT,
 * threads by {@code jcmd}) and killed, and the test fails.
 */
public final class Program {
  /** The flags that the JVM of a program on Goro needs. */
  public static final List<String> GORO_FLAGS =
      List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-Djdk.trackAllThreads=false");

  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(40);
  private static final Duration DUMP_LIMIT = Duration.ofSeconds(10);

  private final String mainClass;
  private final String classPath;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> jvmFlags = new ArrayList<>(GORO_FLAGS);
  private final List<String> arguments = new ArrayList<>();
  private String entry = ProgramMain.class.getName();
  private String stdin = "";
  private Duration limit = DEFAULT_LIMIT;

  private Program(String mainClass, String classPath) {
    this.mainClass = mainClass;
    this.classPath = classPath;
  }

  /**
   * The program whose {@code main} is in a class of the test class path.
   *
   * @param mainClass the class
   * @return the program
   */
  public static Program of(Class<?> mainClass) {
    return new Program(mainClass.getName(), TestClassPath.get());
  }

  /**
   * The program of one source file.
   *
   * @param className the name of the class with {@code main}
   * @param source the text of the file
   * @return the program, compiled
   */
  public static Program ofSource(String className, String source) {
    var compilation = Sources.compile(className, source);
    if (!compilation.errors().isEmpty()) {
      throw new AssertionError(className + " does not compile: " + compilation.errors());
    }
    String path = compilation.classes() + java.io.File.pathSeparator + TestClassPath.get();
    return new Program(className, path);
  }

  /**
   * Sets a variable of the program's environment. {@code GOMAXPROCS} and every {@code GORO_}
   * variable of the tests' own environment are not handed down.
   *
   * @param name the variable
   * @param value its value
   * @return this
   */
  public Program env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * Adds flags for the JVM.
   *
   * @param flags the flags
   * @return this
   */
  public Program jvm(String... flags) {
    jvmFlags.addAll(List.of(flags));
    return this;
  }

  /**
   * Weaves polls into the program's classes as they are loaded: those outside {@code dev.goro}.
   *
   * @return this
   */
  public Program woven() {
    return jvm("-javaagent:" + TestClassPath.jar("goro-agent"));
  }

  /**
   * Takes Goro's own flags away: the program runs as it does for a user who forgot them.
   *
   * @return this
   */
  public Program withoutGoroFlags() {
    jvmFlags.removeAll(GORO_FLAGS);
    return this;
  }

  /**
   * Starts the class's {@code main} as plain Java does: no main goroutine, no policy of a Go
   * program.
   *
   * @return this
   */
  public Program asPlainJava() {
    entry = null;
    return this;
  }

  /**
   * Adds arguments for the program.
   *
   * @param args the arguments
   * @return this
   */
  public Program args(String... args) {
    arguments.addAll(List.of(args));
    return this;
  }

  /**
   * Sets what the program reads from its standard input.
   *
   * @param text the text
   * @return this
   */
  public Program stdin(String text) {
    stdin = text;
    return this;
  }

  /**
   * Sets how long the program may run.
   *
   * @param limit the limit
   * @return this
   */
  public Program limit(Duration limit) {
    this.limit = limit;
    return this;
  }

  /**
   * Runs the program to its end.
   *
   * @return what it printed, and its exit code
   */
  public Result run() {
    return start().await();
  }

  /**
   * Starts the program.
   *
   * @return the running program
   */
  public Running start() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    command.addAll(List.of("-cp", classPath));
    if (entry != null) {
      command.add(entry);
    }
    command.add(mainClass);
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    var childEnvironment = builder.environment();
    childEnvironment
        .keySet()
        .removeIf(
            k -> k.equals("GOMAXPROCS") || k.startsWith("GORO_") || k.equals("JAVA_TOOL_OPTIONS"));
    childEnvironment.putAll(environment);
    try {
      Process process = builder.start();
      try (var toChild = process.getOutputStream()) {
        toChild.write(stdin.getBytes(UTF_8));
      } catch (IOException e) {
        // A program that ended without reading its input closed the pipe; its result tells the
        // rest.
        if (process.isAlive() && !stdin.isEmpty()) {
          process.destroyForcibly();
          throw e;
        }
      }
      return new Running(mainClass, process, limit);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.getFirst(), e);
    }
  }

  /**
   * How a program ended.
   *
   * @param exitCode its exit code
   * @param out what it wrote to stdout
   * @param err what it wrote to stderr
   */
  public record Result(int exitCode, String out, String err) {
    @Override
    public String toString() {
      return "exit code " + exitCode + "\n--- stdout ---\n" + out + "\n--- stderr ---\n" + err;
    }
  }

  /** A program that was started. */
  public static final class Running {
    private final String name;
    private final Process process;
    private final Duration limit;
    private final Collector out;
    private final Collector err;

    private Running(String name, Process process, Duration limit) {
      this.name = name;
      this.process = process;
      this.limit = limit;
      out = new Collector(process.getInputStream());
      err = new Collector(process.getErrorStream());
    }

    /**
     * The process id.
     *
     * @return the id
     */
    public long pid() {
      return process.pid();
    }

    /**
     * What the program wrote to stdout so far.
     *
     * @return the text
     */
    public String out() {
      return out.text();
    }

    /**
     * What the program wrote to stderr so far.
     *
     * @return the text
     */
    public String err() {
      return err.text();
    }

    /**
     * Sends the program a signal.
     *
     * @param signal its name without SIG, such as {@code QUIT}
     */
    public void signal(String signal) {
      complete(List.of("kill", "-" + signal, Long.toString(pid())));
    }

    /**
     * Waits for the program's end, no longer than its limit.
     *
     * @return what it printed, and its exit code
     * @throws AssertionError if it did not end; it was dumped and killed then
     */
    public Result await() {
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          String threads = complete(List.of(jdkTool("jcmd"), Long.toString(pid()), "Thread.print"));
          signal("QUIT");
          process.waitFor(2, TimeUnit.SECONDS);
          kill();
          throw new AssertionError(
              name
                  + " did not end within "
                  + limit.toSeconds()
                  + " s\n--- threads ---\n"
                  + threads
                  + "\n--- stdout ---\n"
                  + out.atEnd()
                  + "\n--- stderr ---\n"
                  + err.atEnd());
        }
        return new Result(process.exitValue(), out.atEnd(), err.atEnd());
      } catch (InterruptedException e) {
        kill();
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while " + name + " ran; it was killed", e);
      }
    }

    /** Kills the program. */
    public void kill() {
      process.destroyForcibly();
    }

    private static String jdkTool(String tool) {
      return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    /** Runs a command that ends soon and gives what it printed. */
    private static String complete(List<String> command) {
      try {
        Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new Collector(p.getInputStream());
        if (!p.waitFor(DUMP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
          p.destroyForcibly();
        }
        return text.atEnd();
      } catch (IOException e) {
        return "cannot run " + command + ": " + e.getMessage();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "interrupted while " + command + " ran";
      }
    }
  }

  /** Gathers one output stream of a process. */
  private static final class Collector {
    private final StringBuffer text = new StringBuffer();
    private final Thread reader;

    Collector(InputStream stream) {
      reader = Thread.ofPlatform().daemon().name("output of a program").start(() -> read(stream));
    }

    private void read(InputStream stream) {
      try (var decoded = new java.io.InputStreamReader(stream, UTF_8)) {
        var buffer = new char[8192];
        for (int n = decoded.read(buffer); n >= 0; n = decoded.read(buffer)) {
          text.append(buffer, 0, n);
        }
      } catch (IOException e) {
        text.append("\n(the output ended with ").append(e).append(")");
      }
    }

    String text() {
      return text.toString();
    }

    /** The whole text; a grandchild that keeps the pipe open does not hold this up for ever. */
    String atEnd() throws InterruptedException {
      reader.join(DUMP_LIMIT.toMillis());
      return text();
    }
  }
}
