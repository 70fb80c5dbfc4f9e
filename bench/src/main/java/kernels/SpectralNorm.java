package kernels;

import java.util.Arrays;

/** The greatest singular value of an endless matrix, of which a corner is taken. */
public final class SpectralNorm implements Kernel {
  private static final int SIZE = 200;

  private static double element(int i, int j) {
    return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1);
  }

  private static void multiply(double[] v, double[] result) {
    for (int i = 0; i < v.length; i++) {
      double sum = 0;
      for (int j = 0; j < v.length; j++) {
        sum += element(i, j) * v[j];
      }
      result[i] = sum;
    }
  }

  private static void multiplyTransposed(double[] v, double[] result) {
    for (int i = 0; i < v.length; i++) {
      double sum = 0;
      for (int j = 0; j < v.length; j++) {
        sum += element(j, i) * v[j];
      }
      result[i] = sum;
    }
  }

  @Override
  public long compute() {
    double[] u = new double[SIZE];
    double[] v = new double[SIZE];
    double[] between = new double[SIZE];
    Arrays.fill(u, 1);
    for (int i = 0; i < 10; i++) {
      multiply(u, between);
      multiplyTransposed(between, v);
      multiply(v, between);
      multiplyTransposed(between, u);
    }
    double uv = 0;
    double vv = 0;
    for (int i = 0; i < SIZE; i++) {
      uv += u[i] * v[i];
      vv += v[i] * v[i];
    }
    return Math.round(Math.sqrt(uv / vv) * 1e9);
  }

  @Override
  public long expected() {
    return 1_274_223_601;
  }
}
