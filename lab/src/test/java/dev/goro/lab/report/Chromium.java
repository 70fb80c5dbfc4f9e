package dev.goro.lab.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A browser without a window, where one is installed.
 *
 * @param command its executable
 */
public record Chromium(Path command) {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final int LIMIT_SECONDS = 60;

  /**
   * What came of a page.
   *
   * @param dom the page after its scripts have run
   * @param console the lines that the page wrote to the console, errors included
   */
  public record Loaded(String dom, List<String> console) {
    /** How often something stands in the page. */
    public int count(String what) {
      return dom.split(java.util.regex.Pattern.quote(what), -1).length - 1;
    }
  }

  /** Looks for it. */
  public static Optional<Chromium> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Chromium::new);
  }

  /** Loads a page and lets its scripts run. */
  public Loaded load(Path page, int width, Path scratch) throws IOException, InterruptedException {
    Path dom = scratch.resolve("dom");
    Path log = scratch.resolve("log");
    var process =
        new ProcessBuilder(
                command.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--enable-logging=stderr",
                "--user-data-dir=" + scratch.resolve("profile"),
                "--window-size=" + width + ",1200",
                "--virtual-time-budget=5000",
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Chromium does not end");
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    return new Loaded(
        Files.readString(dom),
        Files.readString(log, UTF_8).lines().filter(l -> l.contains("CONSOLE")).toList());
  }
}
