// A thousand sensors send their readings; one writer puts them into a file, many at a time.
//
//   goro run examples/IotCollector.java
//
// A batch is written when it is full, or when its first reading has waited for 20 ms.

import static dev.goro.Go.*;
import static java.time.Duration.ofMillis;

import module dev.goro.core;

final int SENSORS = 1_000;
final int READINGS = 20;
final int BATCH = 500;

record Reading(String sensor, int number, double celsius) {}

void main() throws IOException {
  Path file = Files.createTempFile("readings", ".csv");
  Chan<Reading> readings = Chan.make();
  Chan<Integer> sizes = Chan.make(); // of the batches that were written
  var writer = new WaitGroup();
  writer.go(() -> write(readings, file, sizes));

  for (int i = 1; i <= SENSORS; i++) {
    String name = "sensor " + i;
    go(() -> measure(name, readings));
  }
  int written = 0;
  int largest = 0;
  while (written < SENSORS * READINGS) {
    int size = sizes.recv();
    written += size;
    largest = Math.max(largest, size);
  }
  IO.println("%,d sensors sent %,d readings".formatted(SENSORS, written));
  IO.println(largest <= BATCH ? "no batch was too large" : "a batch of " + largest);

  readings.send(new Reading("the late one", 1, 21.5));
  IO.println("a reading that came alone is in the file, in a batch of " + sizes.recv());

  readings.close(); // the sensors are done
  writer.await();
  try (var lines = Files.lines(file)) {
    IO.println("%,d lines in the file".formatted(lines.count()));
  }
  Files.delete(file);
}

void measure(String sensor, SendChan<Reading> readings) {
  var random = new Random(sensor.hashCode());
  try (var ticker = new Ticker(ofMillis(5))) {
    for (int n = 1; n <= READINGS; n++) {
      ticker.channel().recv();
      readings.send(new Reading(sensor, n, 15 + 10 * random.nextDouble()));
    }
  }
}

/** The only one that touches the file, so that no lock is needed. */
void write(RecvChan<Reading> readings, Path file, SendChan<Integer> sizes) throws IOException {
  try (var out = Files.newBufferedWriter(file);
      var batches = Stages.batch(readings, BATCH, ofMillis(20))) {
    for (List<Reading> batch : batches) {
      for (Reading r : batch) {
        out.write("%s;%d;%.1f\n".formatted(r.sensor, r.number, r.celsius));
      }
      out.flush();
      sizes.send(batch.size());
    }
  }
}
