package dev.goro.bench.goro;

import static dev.goro.Go.go;

import dev.goro.Chan;
import dev.goro.bench.twin.WrongResultException;

/**
 * Two matrices of n rows and columns, n³ being at least the number of operations, are multiplied by
 * halves down to small blocks, in goroutines. An operation is one multiplication of two numbers.
 */
final class Matrices {
  private static final int SMALL = 8;
  private static final double TOLERANCE = 1e-9;

  private final double[][] a;
  private final double[][] b;
  private final double[][] c;

  private Matrices(int n) {
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

  static void multiply(long ops) {
    int n = (int) Math.cbrt(ops) + 1;
    var m = new Matrices(n);
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
    Chan<Boolean> done = Chan.make(1);
    go(
        () -> {
          multiply(first);
          done.send(true);
        });
    multiply(second);
    done.recv();
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
