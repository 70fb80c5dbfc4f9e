package dev.goro.runtime.chan;

import dev.goro.ChannelClosedException;
import dev.goro.lincheck.Effort;
import dev.goro.testing.GoroTest;
import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * What does not block on a {@link Channel} with a buffer: values come out once, in the order in
 * which they went in.
 */
class ChannelTest {
  /**
   * What {@code tryRecv} gives for a channel that is closed and drained, and for one that is empty.
   */
  private static final int DRAINED = -1;

  private static final int EMPTY = -2;

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void ofOneIsLinearizable() {
    Effort.of(SpecificationOfOne.class).check(OfOne.class);
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void ofTwoIsLinearizable() {
    Effort.of(SpecificationOfTwo.class).check(OfTwo.class);
  }

  /** What Lincheck drives. */
  @Param(name = "value", gen = IntGen.class, conf = "1:9")
  public abstract static class Calls {
    private final Channel<Integer> channel;

    Calls(int capacity) {
      channel = new Channel<>(capacity);
    }

    @Operation(params = "value")
    public boolean trySend(int value) {
      return channel.trySend(value);
    }

    @Operation
    public int tryRecv() {
      return channel.tryRecv().map(r -> r.ok() ? r.value() : DRAINED).orElse(EMPTY);
    }

    @Operation
    public void close() {
      channel.close();
    }

    @Operation
    public int len() {
      return channel.len();
    }
  }

  /** What is right when one thread does it all. */
  public abstract static class Specification {
    private final int capacity;
    private final ArrayDeque<Integer> buffer = new ArrayDeque<>();
    private boolean closed;

    Specification(int capacity) {
      this.capacity = capacity;
    }

    public boolean trySend(int value) {
      refuseIfClosed();
      return buffer.size() < capacity && buffer.add(value);
    }

    public int tryRecv() {
      return buffer.isEmpty() ? closed ? DRAINED : EMPTY : buffer.poll();
    }

    public void close() {
      refuseIfClosed();
      closed = true;
    }

    public int len() {
      return buffer.size();
    }

    private void refuseIfClosed() {
      if (closed) {
        throw new ChannelClosedException("closed");
      }
    }
  }

  /** Room for one: full and empty are next to each other. */
  public static class OfOne extends Calls {
    public OfOne() {
      super(1);
    }
  }

  /** The same. */
  public static class SpecificationOfOne extends Specification {
    public SpecificationOfOne() {
      super(1);
    }
  }

  /** Room for two: the ring wraps around. */
  public static class OfTwo extends Calls {
    public OfTwo() {
      super(2);
    }
  }

  /** The same. */
  public static class SpecificationOfTwo extends Specification {
    public SpecificationOfTwo() {
      super(2);
    }
  }
}
