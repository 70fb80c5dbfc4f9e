// A cluster of stars that attract each other, step by step; in each step goroutines share the stars.
//
//   goro run examples/NBody.java
//
// A step has two phases, and nobody may begin the second before all have done the first: a barrier.
// With goroutines that is a WaitGroup for each phase, since to start some costs next to nothing.
// Each star is summed up by one goroutine in a fixed order, so that the result is always the same.

import static dev.goro.Go.*;

import module dev.goro.core;

final int STARS = 400;
final int STEPS = 100;
final double TIME = 0.001; // of a step
final double SOFTENING = 0.001; // so that stars which meet do not fly to infinity

final double[][] place = new double[STARS][3];
final double[][] speed = new double[STARS][3];
final double[] mass = new double[STARS];

void main() {
  var random = new Random(42);
  for (int s = 0; s < STARS; s++) {
    mass[s] = (0.5 + random.nextDouble()) / STARS;
    for (int d = 0; d < 3; d++) {
      place[s][d] = random.nextDouble() - 0.5;
      speed[s][d] = (random.nextDouble() - 0.5) / 2;
    }
  }
  double before = energy();
  for (int step = 0; step < STEPS; step++) {
    phase(this::pull);
    phase(this::move);
  }
  double after = energy();
  IO.println("energy before: %.9f".formatted(before));
  IO.println("energy after:  %.9f".formatted(after));
  IO.println("kept to 0.1 %: " + (Math.abs(after / before - 1) < 0.001));
}

/** Does the same for each star, in parallel; returns when all is done. */
void phase(IntConsumer star) {
  int parts = 4 * gomaxprocs(); // more than can run at once: who is done takes another one
  var barrier = new WaitGroup();
  for (int p = 0; p < parts; p++) {
    int from = STARS * p / parts;
    int to = STARS * (p + 1) / parts;
    barrier.go(() -> IntStream.range(from, to).forEach(star));
  }
  barrier.await();
}

/** Changes a star's speed by the others' pull. Reads the places of all, and writes none. */
void pull(int star) {
  double x = 0;
  double y = 0;
  double z = 0;
  for (int other = 0; other < STARS; other++) {
    double dx = place[other][0] - place[star][0];
    double dy = place[other][1] - place[star][1];
    double dz = place[other][2] - place[star][2];
    double square = dx * dx + dy * dy + dz * dz + SOFTENING;
    double pull = mass[other] / (square * Math.sqrt(square));
    x += dx * pull;
    y += dy * pull;
    z += dz * pull;
  }
  speed[star][0] += x * TIME;
  speed[star][1] += y * TIME;
  speed[star][2] += z * TIME;
}

void move(int star) {
  for (int d = 0; d < 3; d++) {
    place[star][d] += speed[star][d] * TIME;
  }
}

/** Of motion and of place, all together. */
double energy() {
  double sum = 0;
  for (int s = 0; s < STARS; s++) {
    sum += mass[s] * square(speed[s], new double[3]) / 2;
    for (int other = 0; other < s; other++) {
      sum -= mass[s] * mass[other] / Math.sqrt(square(place[s], place[other]) + SOFTENING);
    }
  }
  return sum;
}

/** The square of the distance. */
double square(double[] a, double[] b) {
  double sum = 0;
  for (int d = 0; d < 3; d++) {
    sum += (a[d] - b[d]) * (a[d] - b[d]);
  }
  return sum;
}
