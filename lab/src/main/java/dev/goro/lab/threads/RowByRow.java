package dev.goro.lab.threads;

import dev.goro.lab.report.Cell;
import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Table;
import dev.goro.lab.report.Textbook;
import dev.goro.lab.report.Unit;
import dev.goro.lab.report.Words;
import dev.goro.lab.threads.ThreadsPart.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of threads against goroutines: what was measured, and what is commonly taught beside
 * it.
 *
 * @param times what was timed
 * @param idle what one that waits takes
 * @param depth the memory of one at each step of deep calls
 * @param carriers how many OS threads carried how many
 */
record RowByRow(
    Map<Row, Pair> times,
    Map<Crew, Space> idle,
    Map<Crew, List<Figure>> depth,
    Map<Crew, List<Carriers.Carried>> carriers) {
  private static final String TAUGHT = "as commonly taught";
  private static final String PTHREADS = "pthread_create(3), Linux";
  private static final String GO = "Go's release notes, 1.4";

  Table table() {
    var rows = new ArrayList<List<Cell>>();
    rows.add(managers());
    var thread = idle.get(Crew.THREADS);
    var goroutine = idle.get(Crew.GOROUTINES);
    rows.add(
        row(
            "stack: reserved",
            thread.reserved(),
            goroutine.reserved(),
            new Textbook("8 MiB", PTHREADS),
            new Textbook("2 KiB", GO)));
    rows.add(
        row(
            "stack: memory of one that waits",
            thread.touched(),
            goroutine.touched(),
            new Textbook("1–2 MB", TAUGHT),
            new Textbook("2 KB", TAUGHT)));
    if (depth.values().stream().noneMatch(List::isEmpty)) {
      var deepThread = depth.get(Crew.THREADS);
      var deepGoroutine = depth.get(Crew.GOROUTINES);
      rows.add(
          row(
              "stack: %,d calls deep".formatted(Depth.DEEPEST),
              Optional.of(ThreadsPart.deepest(deepThread)),
              Optional.of(ThreadsPart.deepest(deepGoroutine)),
              new Textbook("fixed size", TAUGHT),
              new Textbook("grows", TAUGHT)));
      rows.add(
          row(
              "stack: after the return",
              Optional.of(deepThread.getLast()),
              Optional.of(deepGoroutine.getLast()),
              new Textbook("fixed size", TAUGHT),
              new Textbook("shrinks", TAUGHT)));
    }
    timed(rows, "creation", Row.CREATE, "10–100 µs", "under 1 µs");
    timed(rows, "context switch, on one CPU", Row.SWITCH_ONE_CPU, "1–2 µs", "100–200 ns");
    timed(rows, "context switch, on all CPUs", Row.SWITCH, "1–10 µs", "100–200 ns");
    rows.add(scheduling());
    timed(rows, "communication, room for 1", Row.PASS_ONE, "lock and condition", "channel");
    timed(rows, "communication, room for 128", Row.PASS_MANY, "lock and condition", "channel");
    timed(rows, "overhead: CPU time of a wait", Row.WAIT, "high", "low");
    return new Table(
        "Row by row",
        List.of(
            "",
            "OS threads",
            "goroutines",
            "threads ÷ goroutines",
            "threads (textbook)",
            "goroutines (textbook)"),
        rows);
  }

  /** The kernel knows every thread; of the goroutines it knows those that carry them. */
  private List<Cell> managers() {
    var threads = carriers.get(Crew.THREADS).getLast();
    var goroutines =
        carriers.get(Crew.GOROUTINES).stream()
            .filter(c -> c.alive() == threads.alive())
            .findFirst()
            .orElseThrow();
    return List.of(
        new Words("managed by: threads in the kernel while %,d live".formatted(threads.alive())),
        kernel(threads),
        kernel(goroutines),
        threads.kernel().isPresent() && goroutines.kernel().orElse(0) > 0
            ? Figure.once(
                (double) threads.kernel().getAsLong() / goroutines.kernel().getAsLong(),
                Unit.TIMES,
                "quotient")
            : Words.NONE,
        new Textbook("the kernel", TAUGHT),
        new Textbook("the language's runtime", TAUGHT));
  }

  private static Cell kernel(Carriers.Carried carried) {
    return carried.kernel().isPresent()
        ? Figure.once(
            carried.kernel().getAsLong(),
            Unit.COUNT,
            "the process's threads in the kernel, beyond those before the first")
        : Words.NONE;
  }

  private List<Cell> scheduling() {
    var threads = carriers.get(Crew.THREADS).getLast();
    var goroutines = carriers.get(Crew.GOROUTINES).getLast();
    return List.of(
        new Words("scheduling and scalability: how many an OS thread carries"),
        perThread(threads),
        perThread(goroutines),
        Words.NONE,
        new Textbook("1:1", TAUGHT),
        new Textbook("M:N", TAUGHT));
  }

  private static Cell perThread(Carriers.Carried c) {
    return Figure.once(
        (double) c.alive() / c.carriers(),
        Unit.COUNT,
        "%,d alive at once, carried by %,d OS threads".formatted(c.alive(), c.carriers()));
  }

  private void timed(
      List<List<Cell>> rows, String name, Row row, String taughtThreads, String taughtGoroutines) {
    Optional.ofNullable(times.get(row))
        .ifPresent(
            pair ->
                rows.add(
                    row(
                        name,
                        Optional.of(pair.threads()),
                        Optional.of(pair.goroutines()),
                        new Textbook(taughtThreads, TAUGHT),
                        new Textbook(taughtGoroutines, TAUGHT))));
  }

  private static List<Cell> row(
      String name,
      Optional<Figure> threads,
      Optional<Figure> goroutines,
      Textbook taughtThreads,
      Textbook taughtGoroutines) {
    // What may as well be nothing is no measure of something else.
    Cell ratio =
        threads.isPresent() && goroutines.isPresent() && goroutines.get().least() > 0
            ? Figure.once(
                threads.get().times(goroutines.get()), Unit.TIMES, "quotient of the medians")
            : Words.NONE;
    return List.of(
        new Words(name),
        threads.<Cell>map(f -> f).orElse(Words.NONE),
        goroutines.<Cell>map(f -> f).orElse(Words.NONE),
        ratio,
        taughtThreads,
        taughtGoroutines);
  }
}
