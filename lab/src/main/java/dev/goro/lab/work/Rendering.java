package dev.goro.lab.work;

import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Tasks;
import java.util.ArrayList;
import java.util.List;

/** A film: each frame is a zoom into the Mandelbrot set, drawn in bands, a task for each. */
final class Rendering implements Program {
  private static final int WIDTH = 240;
  private static final int HEIGHT = 136;
  private static final int BANDS = 8;
  private static final int FRAMES = 40;
  private static final int MOST_STEPS = 60;

  /** The checksum of each frame, drawn without a task. */
  private long[] right = {};

  @Override
  public String name() {
    return "video rendering";
  }

  @Override
  public String about() {
    return "Draws %d frames of %d × %d pixels one after the other, each in %d bands; pure computing."
        .formatted(FRAMES, WIDTH, HEIGHT, BANDS);
  }

  @Override
  public String operation() {
    return "frame";
  }

  @Override
  public List<Measure> matters() {
    return List.of(Measure.THROUGHPUT, Measure.CPU, Measure.MEMORY);
  }

  @Override
  public Outcome run(Tasks tasks) throws Exception {
    if (right.length == 0) {
      right = new long[FRAMES];
      for (int frame = 0; frame < FRAMES; frame++) {
        for (int band = 0; band < BANDS; band++) {
          right[frame] += draw(frame, band);
        }
      }
    }
    var latencies = new Latencies(FRAMES);
    for (int frame = 0; frame < FRAMES; frame++) {
      long begin = System.nanoTime();
      int now = frame;
      var bands = new ArrayList<Tasks.Started<Long>>();
      for (int i = 0; i < BANDS; i++) {
        int band = i;
        bands.add(tasks.spawn(() -> draw(now, band)));
      }
      long sum = 0;
      for (var band : bands) {
        sum += band.await();
      }
      Check.equal("frame " + frame, right[frame], sum);
      latencies.since(begin);
    }
    return new Outcome(latencies.all(), 0);
  }

  /** Draws a band of a frame, and returns the sum of its pixels, each weighed by its place. */
  private static long draw(int frame, int band) {
    double zoom = 1.5 / (1 + frame * 0.2);
    int rows = HEIGHT / BANDS;
    long sum = 0;
    for (int y = band * rows; y < (band + 1) * rows; y++) {
      double ci = -0.1 + zoom * (2.0 * y / HEIGHT - 1);
      for (int x = 0; x < WIDTH; x++) {
        double cr = -0.75 + zoom * (2.0 * x / WIDTH - 1);
        sum += (long) steps(cr, ci) * (x + y);
      }
    }
    return sum;
  }

  private static int steps(double cr, double ci) {
    double re = 0;
    double im = 0;
    int n = 0;
    while (n < MOST_STEPS && re * re + im * im < 4) {
      double next = re * re - im * im + cr;
      im = 2 * re * im + ci;
      re = next;
      n++;
    }
    return n;
  }
}
