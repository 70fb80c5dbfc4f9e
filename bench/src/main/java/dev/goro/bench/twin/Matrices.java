package dev.goro.bench.twin;

/**
 * Two matrices of n rows and columns, n³ being at least the number of operations, are multiplied by
 * halves down to small blocks, in goroutines or threads. An operation is one multiplication of two
 * numbers.
 */
public final class Matrices {
  private static final int SMALL = 8;
  private static final double TOLERANCE = 1e-9;

  private final Fork fork;
  private final double[][] a;
  private final double[][] b;
  private final double[][] c;

  private Matrices(int n, Fork fork) {
    this.fork = fork;
    a = filled(n);
    b = filled(n);
    c = new double[n][n];
  }

  private static double[][] filled(int n) {
    var m = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        m[i][j] = (double) i * n + j;
      }
    }
    return m;
  }

  /**
   * A block: rows {@code i} of the one, columns {@code j} of the other, and the dimension {@code k}
   * that they share.
   */
  private record Part(int i0, int i1, int j0, int j1, int k0, int k1) {}

  /** How a twin does two things at once. */
  @FunctionalInterface
  public interface Fork {
    /**
     * Does the one in a goroutine or thread of its own and the other here, and waits for both.
     *
     * @param one the one
     * @param other the other
     */
    void both(Runnable one, Runnable other);
  }

  /**
   * Such work.
   *
   * @param fork how the halves are done at once
   * @return the work
   */
  public static Work work(Fork fork) {
    return ops -> multiply(ops, fork);
  }

  private static void multiply(long ops, Fork fork) {
    int n = (int) Math.cbrt(ops) + 1;
    var m = new Matrices(n, fork);
    m.multiply(new Part(0, n, 0, n, 0, n));
    m.check();
  }

  private void multiply(Part p) {
    int di = p.i1 - p.i0;
    int dj = p.j1 - p.j0;
    int dk = p.k1 - p.k0;
    if (di >= dj && di >= dk && di >= SMALL) {
      int middle = p.i0 + di / 2;
      multiplyBoth(
          new Part(p.i0, middle, p.j0, p.j1, p.k0, p.k1),
          new Part(middle, p.i1, p.j0, p.j1, p.k0, p.k1));
    } else if (dj >= dk && dj >= SMALL) {
      int middle = p.j0 + dj / 2;
      multiplyBoth(
          new Part(p.i0, p.i1, p.j0, middle, p.k0, p.k1),
          new Part(p.i0, p.i1, middle, p.j1, p.k0, p.k1));
    } else if (dk >= SMALL) { // both halves add to the same numbers: one after the other
      int middle = p.k0 + dk / 2;
      multiply(new Part(p.i0, p.i1, p.j0, p.j1, p.k0, middle));
      multiply(new Part(p.i0, p.i1, p.j0, p.j1, middle, p.k1));
    } else {
      multiplySmall(p);
    }
  }

  private void multiplyBoth(Part first, Part second) {
    fork.both(() -> multiply(first), () -> multiply(second));
  }

  private void multiplySmall(Part p) {
    for (int i = p.i0; i < p.i1; i++) {
      for (int j = p.j0; j < p.j1; j++) {
        for (int k = p.k0; k < p.k1; k++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
  }

  /** The sum of the product is that of the columns of the one times the rows of the other. */
  private void check() {
    double expected = 0;
    double actual = 0;
    for (int k = 0; k < c.length; k++) {
      double column = 0;
      double row = 0;
      for (int i = 0; i < c.length; i++) {
        column += a[i][k];
        row += b[k][i];
        actual += c[k][i];
      }
      expected += column * row;
    }
    if (Math.abs(actual - expected) > TOLERANCE * expected) {
      throw new WrongResultException(
          "sum of the product: expected " + expected + ", got " + actual);
    }
  }
}
