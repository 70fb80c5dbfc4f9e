package dev.goro.lab.work;

import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Tasks;
import java.util.ArrayList;
import java.util.List;

/** Bodies that attract each other; at each step a task computes the forces on some of them. */
final class NBody implements Program {
  private static final int BODIES = 256;
  private static final int STEPS = 60;
  private static final int PARTS = 8;
  private static final double TIME_STEP = 0.001;
  private static final double SOFTENING = 0.01;

  /** The sum over all places at the end, computed without a task. */
  private Long right;

  @Override
  public String name() {
    return "n-body physics";
  }

  @Override
  public String about() {
    return "Moves %d bodies by %d steps; all wait for each other at each step, the forces are computed by %d tasks."
        .formatted(BODIES, STEPS, PARTS);
  }

  @Override
  public String operation() {
    return "step";
  }

  @Override
  public List<Measure> matters() {
    return List.of(Measure.THROUGHPUT, Measure.CPU, Measure.MEMORY);
  }

  @Override
  public Outcome run(Tasks tasks) throws Exception {
    if (right == null) {
      var alone = new World();
      for (int step = 0; step < STEPS; step++) {
        alone.attract(0, BODIES);
        alone.move();
      }
      right = alone.sum();
    }
    var world = new World();
    var latencies = new Latencies(STEPS);
    for (int step = 0; step < STEPS; step++) {
      long begin = System.nanoTime();
      var parts = new ArrayList<Tasks.Started<Void>>();
      for (int i = 0; i < PARTS; i++) {
        int from = i * BODIES / PARTS;
        int to = (i + 1) * BODIES / PARTS;
        parts.add(
            tasks.spawn(
                () -> {
                  world.attract(from, to);
                  return null;
                }));
      }
      for (var part : parts) {
        part.await();
      }
      world.move();
      latencies.since(begin);
    }
    Check.equal("the sum over all places", right, world.sum());
    return new Outcome(latencies.all(), 0);
  }

  /** Places and speeds, three numbers a body. */
  private static final class World {
    private final double[] places = new double[3 * BODIES];
    private final double[] speeds = new double[3 * BODIES];

    private World() {
      for (int i = 0; i < places.length; i++) {
        places[i] = Math.sin(i * 12.9898 + 1) * 2;
      }
    }

    /** Changes the speeds of some bodies; their places stand still meanwhile. */
    private void attract(int from, int to) {
      for (int i = from; i < to; i++) {
        double ax = 0;
        double ay = 0;
        double az = 0;
        for (int j = 0; j < BODIES; j++) {
          double dx = places[3 * j] - places[3 * i];
          double dy = places[3 * j + 1] - places[3 * i + 1];
          double dz = places[3 * j + 2] - places[3 * i + 2];
          double square = dx * dx + dy * dy + dz * dz + SOFTENING;
          double pull = 1 / (square * Math.sqrt(square));
          ax += dx * pull;
          ay += dy * pull;
          az += dz * pull;
        }
        speeds[3 * i] += ax * TIME_STEP;
        speeds[3 * i + 1] += ay * TIME_STEP;
        speeds[3 * i + 2] += az * TIME_STEP;
      }
    }

    private void move() {
      for (int i = 0; i < places.length; i++) {
        places[i] += speeds[i] * TIME_STEP;
      }
    }

    private long sum() {
      long sum = 0;
      for (double place : places) {
        sum = 31 * sum + Double.doubleToLongBits(place);
      }
      return sum;
    }
  }
}
