package dev.goro.bench.goro;

import dev.goro.Go;
import dev.goro.bench.twin.Twin;
import dev.goro.bench.twin.WrongResultException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import kernels.BinaryTrees;
import kernels.ByteScan;
import kernels.Fannkuch;
import kernels.Fib;
import kernels.HashMapLoop;
import kernels.Kernel;
import kernels.Mandelbrot;
import kernels.NBody;
import kernels.Sort;
import kernels.SpectralNorm;
import kernels.StreamPipeline;

/** A process that measures a computation on the main goroutine, woven or not. */
public final class KernelTwin {
  private static final long MILLI = 1_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Map<String, Supplier<Kernel>> KERNELS = new LinkedHashMap<>();

  static {
    KERNELS.put("nbody", NBody::new);
    KERNELS.put("spectral-norm", SpectralNorm::new);
    KERNELS.put("fannkuch", Fannkuch::new);
    KERNELS.put("mandelbrot", Mandelbrot::new);
    KERNELS.put("binary-trees", BinaryTrees::new);
    KERNELS.put("fib", Fib::new);
    KERNELS.put("sort", Sort::new);
    KERNELS.put("hash-map", HashMapLoop::new);
    KERNELS.put("stream", StreamPipeline::new);
    KERNELS.put("byte-scan", ByteScan::new);
  }

  private KernelTwin() {}

  /**
   * The names of the computations.
   *
   * @return the names
   */
  public static List<String> names() {
    return List.copyOf(KERNELS.keySet());
  }

  /**
   * Measures one computation and prints its samples, as {@code TwinReport} reads them: nanoseconds
   * of the CPU time of the Ms. What other processes, the compiler and the collector do meanwhile is
   * not in it.
   *
   * @param args its name, a size that is not used, warm-up and sample time in milliseconds, number
   *     of samples
   */
  public static void main(String[] args) {
    try {
      Go.run(
          () -> {
            var kernel = KERNELS.get(args[0]).get();
            long ops = warmUp(kernel, Long.parseLong(args[2]) * MILLI);
            var samples = new ArrayList<String>();
            for (int i = Integer.parseInt(args[4]); i > 0; i--) {
              samples.add(
                  String.format(
                      Locale.ROOT, "%.3f", sample(kernel, ops, Long.parseLong(args[3]) * MILLI)));
            }
            System.out.printf(
                "{\"workload\":\"%s\",\"procs\":%d,\"series\":[{\"metric\":\"cpu\",\"samples\":[%s]}]}%n",
                args[0], Go.gomaxprocs(), String.join(",", samples));
          });
    } catch (Throwable t) {
      Twin.fail(t);
    }
    System.exit(0);
  }

  /** Computes for some time; returns how many computations went into a hundredth of it. */
  private static long warmUp(Kernel kernel, long nanos) {
    long start = cpuNanos();
    long ops = 0;
    do {
      compute(kernel);
      ops++;
    } while (cpuNanos() - start < nanos);
    return Math.max(1, ops / 100);
  }

  private static double sample(Kernel kernel, long ops, long nanos) {
    long start = cpuNanos();
    long done = 0;
    long used;
    do {
      for (long i = 0; i < ops; i++) {
        compute(kernel);
      }
      done += ops;
      used = cpuNanos() - start;
    } while (used < nanos);
    return (double) used / done;
  }

  private static void compute(Kernel kernel) {
    long result = kernel.compute();
    if (result != kernel.expected()) {
      throw new WrongResultException(
          "the result is " + result + " and should be " + kernel.expected());
    }
  }

  /** The CPU time of all Ms. */
  private static long cpuNanos() {
    long sum = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("goro-M")) {
        sum += Math.max(0, THREADS.getThreadCpuTime(thread.threadId()));
      }
    }
    return sum;
  }
}
