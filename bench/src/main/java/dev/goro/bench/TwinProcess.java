package dev.goro.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs a process to its end. One that does not end in time is asked for its stacks by SIGQUIT,
 * which JVMs and Go programs alike answer, and killed.
 */
final class TwinProcess {
  private static final Duration DUMP_TIME = Duration.ofSeconds(3);

  /** What of a failed process's output is shown. */
  private static final int SHOWN = 8_000;

  /** A thread for each task: what waits for a process must not keep others waiting in a pool. */
  private static final Executor ASIDE = task -> Thread.ofPlatform().daemon().start(task);

  private TwinProcess() {}

  /**
   * Runs a process.
   *
   * @param name its name for messages
   * @param command the command
   * @param environment what is set in its environment
   * @param limit how long it may take
   * @return what it wrote to stdout
   * @throws BenchException if it failed or did not end in time
   */
  static String run(
      String name, List<String> command, Map<String, String> environment, Duration limit) {
    try {
      Process process = builder(command, environment).start();
      return await(name, process, limit);
    } catch (IOException e) {
      throw new BenchException("cannot start " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  /** A process whose environment is as it was called, but for what is set for Goro, Java and Go. */
  static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
    var builder = new ProcessBuilder(command);
    // What the caller set for his own programs would change what is measured.
    builder
        .environment()
        .keySet()
        .removeIf(
            k -> k.startsWith("GORO_") || k.equals("JAVA_TOOL_OPTIONS") || k.equals("GODEBUG"));
    builder.environment().putAll(environment);
    return builder;
  }

  private static String await(String name, Process process, Duration limit) throws IOException {
    process.getOutputStream().close();
    var out = read(process.getInputStream());
    var err = read(process.getErrorStream());
    try {
      if (!process.waitFor(limit)) {
        new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
        process.waitFor(DUMP_TIME.toMillis(), TimeUnit.MILLISECONDS);
        process.destroyForcibly();
        throw new BenchException(
            "%s did not end within %d s; its stacks:%n%s"
                .formatted(name, limit.toSeconds(), tail(out.join() + err.join())));
      }
      if (process.exitValue() != 0) {
        throw new BenchException(
            "%s failed with exit code %d:%n%s"
                .formatted(name, process.exitValue(), tail(err.join() + out.join())));
      }
      return out.join();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new BenchException("the benchmark was interrupted while " + name + " ran", e);
    }
  }

  /** Reads all that a stream gives, on a thread of its own. */
  static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(() -> text(stream), ASIDE);
  }

  /** Kills a process after a time; cancelled if it ended before. */
  static CompletableFuture<Void> killAfter(Process process, Duration limit) {
    return CompletableFuture.runAsync(
        process::destroyForcibly,
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS, ASIDE));
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      return "(its output cannot be read: " + e.getMessage() + ")";
    }
  }

  /** The end of a text. */
  static String tail(String text) {
    return text.length() <= SHOWN
        ? text.strip()
        : "…" + text.substring(text.length() - SHOWN).strip();
  }
}
