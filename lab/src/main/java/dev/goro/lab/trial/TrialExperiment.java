package dev.goro.lab.trial;

import dev.goro.lab.Trial;
import dev.goro.lab.measure.Effort;
import dev.goro.lab.measure.Footprint;
import dev.goro.lab.measure.Usage;
import dev.goro.lab.process.Experiment;
import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Sampled;
import dev.goro.lab.technique.Tasks;
import dev.goro.lab.technique.Technique;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A user's task under a technique, one level of concurrency after the other. A level is so many
 * chains of tasks: each task calls the trial once, and starts its successor, until the sample's
 * time is over. So there are always as many calls under way as the level says, and each call is a
 * task.
 */
public final class TrialExperiment implements Experiment {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final double TAIL = 0.99;

  private final AtomicInteger number = new AtomicInteger();

  /** Made by its name. */
  public TrialExperiment() {}

  @Override
  public Object run(List<String> args) throws Exception {
    var technique = Technique.valueOf(args.get(0));
    var folder = Path.of(args.get(1)).toUri().toURL();
    var levels = Stream.of(args.get(3).split(",")).map(Integer::valueOf).toList();
    var effort = Effort.of(args.subList(4, args.size()));
    Tasks tasks = technique.open();
    try (var loader = new URLClassLoader(new URL[] {folder})) {
      var constructor =
          Class.forName(args.get(2), true, loader).asSubclass(Trial.class).getDeclaredConstructor();
      constructor.setAccessible(true); // the user's class need not be public
      Trial trial = constructor.newInstance();
      var all = new ArrayList<Sampled>();
      for (int level : levels) {
        all.add(tasks.within(() -> measure(tasks, trial, level, effort)));
      }
      return all.toArray(new Sampled[0]);
    } catch (ReflectiveOperationException e) {
      Throwable cause = e.getCause() != null ? e.getCause() : e;
      return new Sampled[] {Sampled.failed("cannot be made: " + cause)};
    } catch (ExecutionException e) {
      return new Sampled[] {Sampled.failed("threw " + e.getCause() + place(e.getCause()))};
    }
  }

  private static String place(Throwable thrown) {
    return thrown.getStackTrace().length == 0 ? "" : " at " + thrown.getStackTrace()[0];
  }

  private Sampled measure(Tasks tasks, Trial trial, int level, Effort effort) throws Exception {
    sample(tasks, trial, level, effort.warmupMillis(), Sampled.none());
    var sampled = Sampled.none();
    for (int i = 0; i < effort.samples(); i++) {
      sample(tasks, trial, level, effort.sampleMillis(), sampled);
    }
    var looks =
        Footprint.of(() -> sample(tasks, trial, level, effort.sampleMillis() / 3, Sampled.none()));
    looks.forEach(bytes -> sampled.add(Measure.MEMORY, bytes));
    return sampled;
  }

  private Sampled sample(Tasks tasks, Trial trial, int level, long millis, Sampled sampled)
      throws ExecutionException, InterruptedException {
    var ended = new CompletableFuture<Void>();
    var running = new AtomicInteger(level);
    long begin = System.nanoTime();
    long cpu = Usage.cpuNanos();
    var chains = new ArrayList<Chain>();
    for (int i = 0; i < level; i++) {
      chains.add(new Chain(tasks, trial, begin + millis * NANOS_PER_MILLI, running, ended));
    }
    chains.forEach(Chain::startNext);
    ended.get();
    double elapsed = System.nanoTime() - begin;
    cpu = Usage.cpuNanos() - cpu;
    long[] latencies = chains.stream().flatMapToLong(Chain::latencies).sorted().toArray();
    sampled.add(Measure.THROUGHPUT, latencies.length / elapsed * 1e9);
    sampled.add(Measure.MEDIAN_LATENCY, latencies[latencies.length / 2]);
    sampled.add(Measure.TAIL_LATENCY, latencies[(int) (latencies.length * TAIL)]);
    sampled.add(Measure.CPU, (double) cpu / latencies.length);
    return sampled;
  }

  /** One task after another. Only the task that runs touches it; a start hands it to the next. */
  private final class Chain {
    private final Tasks tasks;
    private final Trial trial;
    private final long deadline;
    private final AtomicInteger running;
    private final CompletableFuture<Void> ended;
    private long[] latencies = new long[16];
    private int calls;

    private Chain(
        Tasks tasks,
        Trial trial,
        long deadline,
        AtomicInteger running,
        CompletableFuture<Void> ended) {
      this.tasks = tasks;
      this.trial = trial;
      this.deadline = deadline;
      this.running = running;
      this.ended = ended;
    }

    private void startNext() {
      long begin = System.nanoTime();
      tasks.start(
          () -> {
            try {
              trial.run(number.getAndIncrement() & Integer.MAX_VALUE);
            } catch (Throwable e) {
              ended.completeExceptionally(e);
              return;
            }
            long now = System.nanoTime();
            if (calls == latencies.length) {
              latencies = Arrays.copyOf(latencies, 2 * calls);
            }
            latencies[calls++] = now - begin;
            if (now - deadline < 0) {
              startNext();
            } else if (running.decrementAndGet() == 0) {
              ended.complete(null);
            }
          });
    }

    private LongStream latencies() {
      return Arrays.stream(latencies, 0, calls);
    }
  }
}
