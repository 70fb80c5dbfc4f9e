package kernels;

/** Counts the points of a grid that lie in the Mandelbrot set. */
public final class Mandelbrot implements Kernel {
  private static final int SIZE = 250;
  private static final int ROUNDS = 50;

  @Override
  public long compute() {
    int inside = 0;
    for (int y = 0; y < SIZE; y++) {
      double ci = 2.0 * y / SIZE - 1.0;
      for (int x = 0; x < SIZE; x++) {
        double cr = 2.0 * x / SIZE - 1.5;
        double zr = 0;
        double zi = 0;
        int i = 0;
        while (i < ROUNDS && zr * zr + zi * zi <= 4.0) {
          double t = zr * zr - zi * zi + cr;
          zi = 2.0 * zr * zi + ci;
          zr = t;
          i++;
        }
        if (i == ROUNDS) {
          inside++;
        }
      }
    }
    return inside;
  }

  @Override
  public long expected() {
    return 24_820;
  }
}
