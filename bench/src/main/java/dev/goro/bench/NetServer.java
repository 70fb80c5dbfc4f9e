package dev.goro.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process of a server that runs and listens. Closing it ends it by the end of its stdin, and
 * fails if it did not end well.
 */
final class NetServer implements AutoCloseable {
  /** How long a server may take to start, and to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How long it may take to print its stacks. */
  private static final Duration DUMP_TIME = Duration.ofSeconds(3);

  private final String name;
  private final Process process;
  private final BufferedReader out;
  private final CompletableFuture<String> err;
  private final Listening listening;

  /**
   * What a server tells when it listens.
   *
   * @param port on which port of 127.0.0.1
   * @param procs how many goroutines or threads may run at once
   */
  private record Listening(int port, int procs) {}

  private NetServer(String name, Process process) {
    this.name = name;
    this.process = process;
    out = process.inputReader();
    err = TwinProcess.read(process.getErrorStream());
    listening = readListening();
  }

  /**
   * Starts a server and waits until it listens.
   *
   * @param name its name for messages
   * @param command its command
   * @param environment what is set in its environment
   */
  static NetServer start(String name, List<String> command, Map<String, String> environment) {
    try {
      return new NetServer(name, TwinProcess.builder(command, environment).start());
    } catch (IOException e) {
      throw new BenchException("cannot start " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  private Listening readListening() {
    var late = TwinProcess.killAfter(process, PATIENCE);
    try {
      String line = out.readLine();
      if (line == null) {
        process.destroyForcibly();
        throw new BenchException(
            "%s ended before it listened:%n%s".formatted(name, TwinProcess.tail(err.join())));
      }
      return JsonMapper.shared().readValue(line, Listening.class);
    } catch (IOException | JacksonException e) {
      process.destroyForcibly();
      throw new BenchException(name + " did not tell its port: " + e.getMessage(), e);
    } finally {
      late.cancel(false);
    }
  }

  int port() {
    return listening.port();
  }

  int procs() {
    return listening.procs();
  }

  /** The CPU nanoseconds that all its threads have used; NaN where the system does not tell. */
  double cpuNanos() {
    return process.info().totalCpuDuration().map(d -> (double) d.toNanos()).orElse(Double.NaN);
  }

  /**
   * Kills a server after a failure.
   *
   * @return what it wrote, and its stacks, if it still ran
   */
  String kill() {
    try {
      if (process.isAlive()) {
        new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
        process.waitFor(DUMP_TIME);
      }
      process.destroyForcibly();
      return TwinProcess.tail(err.join() + out.readAllAsString());
    } catch (IOException e) {
      return "(it cannot be asked for its stacks: " + e.getMessage() + ")";
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new BenchException("the benchmark was interrupted while " + name + " ran", e);
    }
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE)) {
        throw new BenchException(
            "%s did not end within %d s; its stacks:%n%s"
                .formatted(name, PATIENCE.toSeconds(), kill()));
      }
      if (process.exitValue() != 0) {
        throw new BenchException(
            "%s failed with exit code %d:%n%s"
                .formatted(name, process.exitValue(), TwinProcess.tail(err.join())));
      }
    } catch (IOException e) {
      process.destroyForcibly();
      throw new BenchException(name + " cannot be told to end: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new BenchException("the benchmark was interrupted while " + name + " ran", e);
    }
  }
}
