package dev.goro.channels;

import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;

import dev.goro.Chan;
import dev.goro.Select.Case;
import dev.goro.Selected;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One input for several readers: a stage, the hub, that gives each value to all lanes, and a lane
 * for each reader, which the reader's own stage reads from.
 *
 * <p>A lane whose reader has gone is left out; the hub ends with the last one. Only the hub's
 * goroutine sends on the lanes and closes them.
 */
final class Tee<T> {
  private final List<Lane> lanes = new ArrayList<>();
  private final AtomicInteger readers;
  private final Stage<T> hub;

  private Tee(Source<T> source, int copies) {
    readers = new AtomicInteger(copies);
    for (int i = 0; i < copies; i++) {
      lanes.add(new Lane());
    }
    hub = Stage.of(source.upstreams(), stage -> run(source, stage));
  }

  static <T> List<Stage<T>> of(Source<T> source, int copies) {
    List<Stage<T>> stages = new ArrayList<>();
    for (Tee<T>.Lane lane : new Tee<>(source, copies).lanes) {
      stages.add(Stages.copy(new Source<>(lane.channel, lane)));
    }
    return List.copyOf(stages);
  }

  private void run(Source<T> source, Stage<T> stage) {
    try {
      for (T value : source.channel()) {
        giveToAll(value);
      }
      source.handOnFailure(stage);
    } catch (Throwable t) {
      stage.fail(t); // before the lanes are closed
    } finally {
      lanes.forEach(lane -> lane.channel.close());
    }
  }

  /** In the order in which they take it, so that they may read in any order. */
  private void giveToAll(T value) {
    List<Lane> waiting = new ArrayList<>(lanes);
    while (!waiting.isEmpty()) {
      List<Case<Selected>> cases = new ArrayList<>();
      for (Lane lane : waiting) {
        cases.add(send(lane.channel, value));
        cases.add(recv(lane.gone));
      }
      Selected taken = Objects.requireNonNull(select(cases));
      waiting.remove(taken.index() / 2);
    }
  }

  private final class Lane implements Upstream {
    private final Chan<T> channel = Chan.make();
    private final Chan<Boolean> gone = Chan.make();
    private final AtomicBoolean left = new AtomicBoolean();

    @Override
    public void stop() {
      if (left.compareAndSet(false, true)) {
        gone.close();
        if (readers.decrementAndGet() == 0) {
          hub.stop();
        }
      }
    }

    @Override
    public void close() {
      stop();
      if (readers.get() == 0) {
        hub.close();
      }
    }

    @Override
    public Optional<Throwable> failure() {
      return hub.failure();
    }
  }
}
