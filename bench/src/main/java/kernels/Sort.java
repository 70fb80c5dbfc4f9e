package kernels;

/** Sorts random numbers: quicksort, with insertion for what is short. */
public final class Sort implements Kernel {
  private static final int SIZE = 100_000;
  private static final int SHORT = 16;

  private static void sort(int[] a, int from, int to) {
    while (to - from > SHORT) {
      int pivot = a[(from + to) >>> 1];
      int i = from - 1;
      int j = to + 1;
      while (true) {
        do {
          i++;
        } while (a[i] < pivot);
        do {
          j--;
        } while (a[j] > pivot);
        if (i >= j) {
          break;
        }
        int swapped = a[i];
        a[i] = a[j];
        a[j] = swapped;
      }
      sort(a, from, j);
      from = j + 1;
    }
    for (int i = from + 1; i <= to; i++) {
      int moving = a[i];
      int j = i - 1;
      while (j >= from && a[j] > moving) {
        a[j + 1] = a[j];
        j--;
      }
      a[j + 1] = moving;
    }
  }

  @Override
  public long compute() {
    int[] a = new int[SIZE];
    int random = 42;
    for (int i = 0; i < SIZE; i++) {
      random = random * 1_664_525 + 1_013_904_223;
      a[i] = random;
    }
    sort(a, 0, SIZE - 1);
    long check = 0;
    for (int i = 1; i < SIZE; i++) {
      if (a[i - 1] > a[i]) {
        return -1;
      }
      check += (long) a[i] * i;
    }
    return check;
  }

  @Override
  public long expected() {
    return 3_575_435_033_802_043_956L;
  }
}
