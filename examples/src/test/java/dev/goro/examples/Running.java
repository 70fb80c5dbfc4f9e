package dev.goro.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import dev.goro.Go;
import dev.goro.Panic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a compiled program as the main goroutine, in this JVM. One at a time. */
final class Running {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Running() {}

  /** The lines that it prints; fails if it hangs, or if a goroutine of it panics. */
  static List<String> output(Path classes, String type) throws Exception {
    var printed = new ByteArrayOutputStream();
    var panics = new LinkedBlockingQueue<Panic>();
    PrintStream out = System.out;
    try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, UTF_8));
      Go.onPanic(panics::add);
      var ended = new CompletableFuture<Boolean>();
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  Go.run(() -> main(loader.loadClass(type)));
                  ended.complete(true);
                } catch (Throwable t) {
                  ended.completeExceptionally(t);
                }
              });
      ended.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        fail("it did not end within " + LIMIT + "\n" + Go.dump());
      }
      throw e;
    } finally {
      System.setOut(out);
      Go.onPanic(panic -> System.err.print(panic.report()));
    }
    if (!panics.isEmpty()) {
      fail(panics.element().report());
    }
    return printed.toString(UTF_8).lines().toList();
  }

  private static void main(Class<?> type) throws Exception {
    var constructor = type.getDeclaredConstructor();
    var main = type.getDeclaredMethod("main");
    constructor.setAccessible(true);
    main.setAccessible(true);
    try {
      main.invoke(constructor.newInstance());
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
