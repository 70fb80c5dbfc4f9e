package dev.goro.bench.goro;

import dev.goro.bench.twin.Work;
import java.util.Arrays;

/**
 * Each P's goroutine calls itself so many times, with a kilobyte of data in each call. An operation
 * is one such descent.
 */
final class DeepCalls {
  private static final int FRAME = 128;

  private DeepCalls() {}

  static Work work(int depth) {
    long expected = depth * (depth + 1L) / 2;
    return Goroutines.parallel()
        .work(
            () ->
                share -> {
                  long right = 0;
                  while (share.next()) {
                    if (descend(depth) == expected) {
                      right++;
                    }
                  }
                  return right;
                });
  }

  private static long descend(long depth) {
    var frame = new long[FRAME];
    Arrays.fill(frame, depth);
    long below = depth > 0 ? descend(depth - 1) : 0;
    return below + frame[(int) below & FRAME - 1];
  }
}
