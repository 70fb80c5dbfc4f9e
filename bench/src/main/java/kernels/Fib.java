package kernels;

/** Fibonacci's numbers by plain recursion: nothing but calls. */
public final class Fib implements Kernel {
  private static final int N = 30;

  private static int fib(int n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
  }

  @Override
  public long compute() {
    return fib(N);
  }

  @Override
  public long expected() {
    return 832_040;
  }
}
