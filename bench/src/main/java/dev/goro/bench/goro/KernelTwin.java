package dev.goro.bench.goro;

import dev.goro.Go;
import dev.goro.bench.twin.Twin;
import dev.goro.bench.twin.Work;
import dev.goro.bench.twin.WrongResultException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
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
   * Measures one computation.
   *
   * @param args its name, a size that is not used, warm-up and sample time in milliseconds, number
   *     of samples
   */
  public static void main(String[] args) {
    var works = new LinkedHashMap<String, IntFunction<Work>>();
    KERNELS.forEach((name, kernel) -> works.put(name, _ -> work(kernel.get())));
    var twin =
        new Twin(
            works,
            () -> {
              throw new IllegalStateException("no goroutine waits here");
            });
    try {
      Go.run(() -> System.out.println(twin.measure(args, Go.gomaxprocs())));
    } catch (Throwable t) {
      Twin.fail(t);
    }
    System.exit(0);
  }

  private static Work work(Kernel kernel) {
    return ops -> {
      for (long i = 0; i < ops; i++) {
        long result = kernel.compute();
        if (result != kernel.expected()) {
          throw new WrongResultException(
              "the result is " + result + " and should be " + kernel.expected());
        }
      }
    };
  }
}
