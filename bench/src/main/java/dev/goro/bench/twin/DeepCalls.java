package dev.goro.bench.twin;

import java.util.Arrays;

/**
 * A goroutine, or thread, for each P calls itself so many times, with a kilobyte of data for each
 * call: in Go that is in the frame, here in an array of its own, since the JVM's frames have no
 * arrays. An operation is one such descent.
 */
public final class DeepCalls {
  private static final int WORDS = 128;

  private DeepCalls() {}

  /**
   * Such work.
   *
   * @param parallel those that share it
   * @param depth how deep
   * @return the work
   */
  public static Work work(Parallel parallel, int depth) {
    long expected = depth * (depth + 1L) / 2;
    return parallel.work(
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
