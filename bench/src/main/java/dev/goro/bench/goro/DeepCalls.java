package dev.goro.bench.goro;

import dev.goro.bench.twin.Work;
import java.util.Arrays;

/**
 * Each P's goroutine calls itself so many times, with a kilobyte of data for each call: in Go that
 * is in the frame, here in an array of the goroutine's, since the JVM's frames have no arrays. An
 * operation is one such descent.
 */
final class DeepCalls {
  private static final int WORDS = 128;

  private DeepCalls() {}

  static Work work(int depth) {
    long expected = depth * (depth + 1L) / 2;
    return Goroutines.parallel()
        .work(
            () ->
                share -> {
                  var data = new long[(depth + 1) * WORDS];
                  long right = 0;
                  while (share.next()) {
                    if (descend(data, depth) == expected) {
                      right++;
                    }
                  }
                  return right;
                });
  }

  private static long descend(long[] data, int depth) {
    int from = depth * WORDS;
    Arrays.fill(data, from, from + WORDS, depth);
    long below = depth > 0 ? descend(data, depth - 1) : 0;
    return below + data[from + ((int) below & WORDS - 1)];
  }
}
