package dev.goro.lab.techniques;

import dev.goro.lab.measure.Effort;
import dev.goro.lab.measure.Footprint;
import dev.goro.lab.measure.Usage;
import dev.goro.lab.process.Experiment;
import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Sampled;
import dev.goro.lab.technique.Tasks;
import dev.goro.lab.technique.Technique;
import dev.goro.lab.work.Outcome;
import dev.goro.lab.work.Program;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program under a technique: it is run again and again, first to warm up, then as often as fills
 * the time of each sample. A run that does not end is given up: the process then tells that, and
 * ends.
 */
public final class ProgramExperiment implements Experiment {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final double TAIL = 0.99;

  /** Made by its name. */
  public ProgramExperiment() {}

  @Override
  public Object run(List<String> args) throws Exception {
    var technique = Technique.valueOf(args.get(0));
    var program = Program.named(args.get(1));
    long patience = Long.parseLong(args.get(2)) * NANOS_PER_MILLI;
    var effort = Effort.of(args.subList(3, args.size()));
    var lastSign = new AtomicLong(System.nanoTime());
    Thread.ofPlatform().daemon().start(() -> watch(lastSign, patience));
    Tasks tasks = technique.open();
    return tasks.within(
        () -> {
          Usage.cpuNanos(); // its first call takes long
          long end = System.nanoTime() + effort.warmupMillis() * NANOS_PER_MILLI;
          do {
            run(program, tasks, lastSign);
          } while (System.nanoTime() - end < 0);
          var sampled = Sampled.none();
          for (int i = 0; i < effort.samples(); i++) {
            sample(program, tasks, effort.sampleMillis() * NANOS_PER_MILLI, lastSign, sampled);
          }
          for (long bytes : Footprint.of(() -> run(program, tasks, lastSign))) {
            sampled.add(Measure.MEMORY, bytes);
          }
          return sampled;
        });
  }

  private static void sample(
      Program program, Tasks tasks, long length, AtomicLong lastSign, Sampled sampled)
      throws Exception {
    long begin = System.nanoTime();
    long cpu = Usage.cpuNanos();
    long[] latencies = {};
    do {
      Outcome outcome = run(program, tasks, lastSign);
      cpu += outcome.clientCpuNanos();
      int before = latencies.length;
      latencies = Arrays.copyOf(latencies, before + outcome.latencies().length);
      System.arraycopy(outcome.latencies(), 0, latencies, before, outcome.latencies().length);
    } while (System.nanoTime() - begin < length);
    double elapsed = System.nanoTime() - begin;
    cpu = Usage.cpuNanos() - cpu;
    Arrays.sort(latencies);
    sampled.add(Measure.THROUGHPUT, latencies.length / elapsed * 1e9);
    sampled.add(Measure.MEDIAN_LATENCY, latencies[latencies.length / 2]);
    sampled.add(Measure.TAIL_LATENCY, latencies[(int) (latencies.length * TAIL)]);
    sampled.add(Measure.CPU, (double) Math.max(0, cpu) / latencies.length);
  }

  private static Outcome run(Program program, Tasks tasks, AtomicLong lastSign) throws Exception {
    Outcome outcome = program.run(tasks);
    lastSign.set(System.nanoTime());
    return outcome;
  }

  /** Ends the process when no run has ended for too long. */
  private static void watch(AtomicLong lastSign, long patience) {
    try {
      while (System.nanoTime() - lastSign.get() < patience) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      return;
    }
    var answer =
        Sampled.failed(
            "stuck: a run had not ended after %d ms".formatted(patience / NANOS_PER_MILLI));
    System.out.println();
    System.out.println(JsonMapper.shared().writeValueAsString(answer));
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
