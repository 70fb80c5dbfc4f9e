package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Work;
import java.util.Arrays;
import java.util.Objects;

/**
 * {@code MakeChan…}: channels are made, the last few of which stay reachable, so that none can be
 * left out. An operation is one channel.
 *
 * @param <T> the type of the values
 */
final class MakeChan<T> implements Work {
  private static final int CAPACITY = 8;

  /** How many stay reachable, a power of two. */
  private static final int KEPT = 16;

  private final Channel<?>[] kept = new Channel<?>[KEPT];

  @Override
  public long granularity() {
    return KEPT;
  }

  @Override
  public void run(long ops) {
    for (long i = 0; i < ops; i++) {
      Channel<T> made = Threads.channel(CAPACITY);
      kept[(int) i & (KEPT - 1)] = made;
    }
    check("channels", KEPT, Arrays.stream(kept).filter(Objects::nonNull).count());
    Arrays.fill(kept, null);
  }
}
