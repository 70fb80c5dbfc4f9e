package dev.goro.junit.watch;

import dev.goro.Go;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What every goroutine and every platform thread of this JVM does now, as text. */
public final class Stacks {
  private static final Duration DUMP_LIMIT = Duration.ofSeconds(5);

  private Stacks() {}

  public static String all() {
    return "--- goroutines ---\n" + goroutines() + "\n--- platform threads ---\n" + platform();
  }

  /**
   * The dump is taken on a thread of its own: where the scheduler is stuck, the dump may be too.
   */
  private static String goroutines() {
    var dump = new CompletableFuture<String>();
    Thread.ofPlatform()
        .daemon()
        .name("goroutine dump")
        .start(
            () -> {
              try {
                dump.complete(Go.dump());
              } catch (Throwable t) {
                dump.completeExceptionally(t);
              }
            });
    try {
      return dump.get(DUMP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return "Go.dump() did not return within " + DUMP_LIMIT.toSeconds() + " s";
    } catch (ExecutionException e) {
      return "Go.dump() failed: " + e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted while Go.dump() ran";
    }
  }

  private static String platform() {
    var text = new StringBuilder();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              text.append('"').append(thread.getName()).append("\" ").append(thread.getState());
              text.append(thread.isDaemon() ? " daemon\n" : "\n");
              for (StackTraceElement frame : stack) {
                text.append("\tat ").append(frame).append('\n');
              }
            });
    return text.toString();
  }
}
