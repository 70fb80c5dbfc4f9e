package dev.goro.bench;

import java.util.List;
import java.util.stream.Stream;

/** The programs of the Go module {@code bench/go}: each is a package of it. */
enum GoProgram {
  /** The twin of {@code goro bench}: what its suites share, and their workloads. */
  TWIN(
      ".",
      Stream.concat(
              Stream.of("main.go", "sampler.go", "parallel.go", "cpu_unix.go", "cpu_other.go"),
              Suites.goFiles())
          .toArray(String[]::new)),

  /** The servers of {@code goro bench net}. */
  SERVER("server", "main.go", "http.go"),

  /** Its client. */
  LOAD("load", "main.go", "exchange.go", "histogram.go", "load_linux.go", "load_other.go");

  private final String folder;
  private final List<String> sources;

  GoProgram(String folder, String... sources) {
    this.folder = folder;
    this.sources =
        Stream.of(sources).map(file -> folder.equals(".") ? file : folder + "/" + file).toList();
  }

  /** The package's folder in the module. */
  String folder() {
    return folder;
  }

  /** The files that it is built from, in the module. */
  List<String> sources() {
    return sources;
  }
}
