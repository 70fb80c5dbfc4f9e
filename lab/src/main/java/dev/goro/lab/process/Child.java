package dev.goro.lab.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.goro.lab.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process that measures something and tells it as JSON in the last line of its stdout. One that
 * does not end in time is asked for its stacks and killed; so is one whose waiter is interrupted.
 */
public final class Child {
  private static final Duration USUAL_LIMIT = Duration.ofSeconds(60);
  private static final Duration DUMP_TIME = Duration.ofSeconds(2);

  /** What of a failed process's output is shown. */
  private static final int SHOWN = 6_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final String name;
  private final List<String> before = new ArrayList<>();
  private final List<String> after = new ArrayList<>();
  private final List<String> flags = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Duration limit = USUAL_LIMIT;

  private Child(String name) {
    this.name = name;
  }

  /**
   * A JVM that runs an experiment.
   *
   * @param experiment its class
   * @param kind the JVM's flags
   * @return the child, not yet started
   */
  public static Child java(Class<? extends Experiment> experiment, Flags kind) {
    var child = new Child(experiment.getSimpleName() + " (" + kind + ")");
    child.before.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    child.before.addAll(kind.flags());
    child.flags.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ChildMain.class.getName()));
    child.flags.addAll(List.of(kind.name(), experiment.getName()));
    return child;
  }

  /**
   * Another program.
   *
   * @param name its name for messages
   * @param command the command
   * @return the child, not yet started
   */
  public static Child program(String name, List<String> command) {
    var child = new Child(name);
    child.before.addAll(command);
    return child;
  }

  /**
   * Adds a flag of the JVM.
   *
   * @param flag the flag
   * @return this
   */
  public Child flag(String flag) {
    before.add(flag);
    return this;
  }

  /**
   * Puts another command before this one, as {@code taskset} and {@code nice} want it.
   *
   * @param command the command and its arguments
   * @return this
   */
  public Child under(List<String> command) {
    before.addAll(0, command);
    return this;
  }

  /**
   * Adds arguments.
   *
   * @param args the arguments, told as text
   * @return this
   */
  public Child args(Object... args) {
    Arrays.stream(args).map(String::valueOf).forEach(after::add);
    return this;
  }

  /**
   * Sets a variable of its environment.
   *
   * @param variable the variable
   * @param value its value
   * @return this
   */
  public Child environment(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /**
   * Sets how long it may take: a minute unless set.
   *
   * @param time the time after which it is killed
   * @return this
   */
  public Child limit(Duration time) {
    limit = time;
    return this;
  }

  /**
   * Runs it to its end.
   *
   * @param type what its answer is
   * @return the answer
   * @param <T> what its answer is
   * @throws InterruptedException if the current thread was interrupted; the process is dead then
   * @throws LabException if it failed, did not end in time, or gave no answer
   */
  public <T> T run(Class<T> type) throws InterruptedException {
    String out = output();
    String last = out.strip().lines().reduce("", (_, line) -> line);
    try {
      return MAPPER.readValue(last, type);
    } catch (JacksonException e) {
      throw new LabException(name + " gave no answer but:\n" + tail(out), e);
    }
  }

  private String output() throws InterruptedException {
    Process process = start();
    try {
      var out = read(process.getInputStream());
      var err = read(process.getErrorStream());
      if (!process.waitFor(limit)) {
        askForStacks(process);
        process.destroyForcibly();
        throw new LabException(
            "%s did not end within %d s and was killed; it said:\n%s"
                .formatted(name, limit.toSeconds(), tail(err.join() + out.join())));
      }
      if (process.exitValue() != 0) {
        throw new LabException(
            "%s failed with exit code %d; it said:\n%s"
                .formatted(name, process.exitValue(), tail(err.join() + out.join())));
      }
      return out.join();
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start() {
    var command = new ArrayList<>(before);
    if (!flags.isEmpty() && before.stream().noneMatch(f -> f.matches("-XX:\\+Use\\w*GC"))) {
      command.add(Flags.COLLECTOR);
    }
    command.addAll(flags);
    command.addAll(after);
    var builder = new ProcessBuilder(command);
    // What the caller set for his own programs would change what is measured.
    builder
        .environment()
        .keySet()
        .removeIf(
            k ->
                k.startsWith("GORO_")
                    || k.equals("GOMAXPROCS")
                    || k.equals("GODEBUG")
                    || k.equals("JAVA_TOOL_OPTIONS")
                    || k.equals("JDK_JAVA_OPTIONS"));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new LabException("cannot start " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  /** SIGQUIT, which JVMs and Go programs answer with all their stacks. */
  private static void askForStacks(Process process) throws InterruptedException {
    try {
      new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
      process.waitFor(DUMP_TIME.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      // Without kill there are no stacks to show, and the process is killed all the same.
    }
  }

  /** Reads all that a stream gives, on a thread of its own. */
  private static CompletableFuture<String> read(InputStream stream) {
    var text = new CompletableFuture<String>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (stream) {
                text.complete(new String(stream.readAllBytes(), UTF_8));
              } catch (IOException e) {
                text.complete("(its output cannot be read: " + e.getMessage() + ")");
              }
            });
    return text;
  }

  private static String tail(String text) {
    return text.length() <= SHOWN
        ? text.strip()
        : "…" + text.substring(text.length() - SHOWN).strip();
  }
}
