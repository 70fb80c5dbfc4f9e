package dev.goro.runtime.chan;

import static dev.goro.lincheck.Effort.call;

import dev.goro.ChannelClosedException;
import dev.goro.lincheck.Effort;
import dev.goro.testing.GoroTest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Sending and receiving that waits, on platform threads. A thread either sends or receives, and
 * there are as many sends as receives, or there is a third thread that closes the channel at any
 * moment. So all of it can end, and if it does not, a wake-up was lost, which Lincheck reports as a
 * deadlock.
 *
 * <p>A specification that runs alone cannot wait. It is a queue without a bound: a send that has to
 * wait has put its value in the queue all the same, in the order of the waiting senders; one that
 * is refused since the channel was closed while it waited comes after the close. A receive from an
 * empty queue cannot be the next in the order that is looked for, so it fails.
 */
class BlockingChannelTest {
  private static final int DRAINED = -1;
  private static final int THREADS = 3;
  private static final int PAIRS = 3;

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void unbufferedIsLinearizable() {
    Effort.of(Specification.class, scenarios(Unbuffered.class)).check(Unbuffered.class);
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void ofOneIsLinearizable() {
    Effort.of(Specification.class, scenarios(OfOne.class)).check(OfOne.class);
  }

  private static List<ExecutionScenario> scenarios(Class<?> test) {
    Random random = new Random(test.getName().hashCode());
    List<ExecutionScenario> scenarios = new ArrayList<>();
    for (int n = 0; n < Effort.scenarios(); n++) {
      boolean closing = n % 2 == 1;
      List<List<Actor>> threads =
          Stream.generate(() -> (List<Actor>) new ArrayList<Actor>()).limit(THREADS).toList();
      int users = closing ? THREADS - 1 : THREADS;
      int senders = 1 + random.nextInt(users - 1);
      for (int value = 1; value <= PAIRS; value++) {
        threads.get(random.nextInt(senders)).add(call(test, "send", value));
        threads.get(senders + random.nextInt(users - senders)).add(call(test, "recv"));
      }
      if (closing) {
        threads.getLast().add(call(test, "close"));
      }
      scenarios.add(Effort.scenario(threads.stream().filter(calls -> !calls.isEmpty()).toList()));
    }
    return scenarios;
  }

  /** What Lincheck drives. */
  public abstract static class Calls {
    private final Channel<Integer> channel;

    Calls(int capacity) {
      channel = new Channel<>(capacity);
    }

    @Operation
    public void send(int value) {
      channel.send(value);
    }

    @Operation
    public int recv() {
      Integer value = channel.recv();
      return value == null ? DRAINED : value;
    }

    @Operation
    public void close() {
      channel.close();
    }
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private boolean closed;

    public void send(int value) {
      if (closed) {
        throw new ChannelClosedException("closed");
      }
      queue.add(value);
    }

    public int recv() {
      if (!queue.isEmpty()) {
        return queue.poll();
      }
      if (closed) {
        return DRAINED;
      }
      throw new IllegalStateException("a receive from an empty queue has to wait");
    }

    public void close() {
      closed = true;
    }
  }

  /** Each value is handed from thread to thread. */
  public static class Unbuffered extends Calls {
    public Unbuffered() {
      super(0);
    }
  }

  /** A receiver takes from the buffer and refills it from a waiting sender. */
  public static class OfOne extends Calls {
    public OfOne() {
      super(1);
    }
  }
}
