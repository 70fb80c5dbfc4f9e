package kernels;

/** Flips the beginnings of all permutations of nine numbers until each begins with the first. */
public final class Fannkuch implements Kernel {
  private static final int SIZE = 9;

  @Override
  public long compute() {
    int[] permutation = new int[SIZE];
    int[] flipped = new int[SIZE];
    int[] counts = new int[SIZE];
    for (int i = 0; i < SIZE; i++) {
      permutation[i] = i;
    }
    int most = 0;
    int checksum = 0;
    int turn = 0;
    int rest = SIZE;
    while (true) {
      for (; rest != 1; rest--) {
        counts[rest - 1] = rest;
      }
      for (int i = 0; i < SIZE; i++) {
        flipped[i] = permutation[i];
      }
      int flips = 0;
      int first;
      while ((first = flipped[0]) != 0) {
        int half = (first + 1) >> 1;
        for (int i = 0; i < half; i++) {
          int other = flipped[i];
          flipped[i] = flipped[first - i];
          flipped[first - i] = other;
        }
        flips++;
      }
      most = Math.max(most, flips);
      checksum += turn % 2 == 0 ? flips : -flips;
      while (true) {
        if (rest == SIZE) {
          return checksum * 100L + most;
        }
        int head = permutation[0];
        for (int i = 0; i < rest; i++) {
          permutation[i] = permutation[i + 1];
        }
        permutation[rest] = head;
        counts[rest]--;
        if (counts[rest] > 0) {
          break;
        }
        rest++;
      }
      turn++;
    }
  }

  @Override
  public long expected() {
    return 8629 * 100L + 30;
  }
}
