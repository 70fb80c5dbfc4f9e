package dev.goro.lab.work;

import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Tasks;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Collects what many devices report, each of which is connected all the time and seldom sends. */
final class IotCollector implements Program {
  private static final int DEVICES = 500;
  private static final int READINGS = 3;
  private static final long PAUSE_NANOS = 40_000_000;
  private static final int ACKNOWLEDGED = 1;

  @Override
  public String name() {
    return "IoT collector";
  }

  @Override
  public String about() {
    return ("%d devices are connected; each sends %d readings, one every %d ms, and each reading is"
            + " summed and acknowledged.")
        .formatted(DEVICES, READINGS, PAUSE_NANOS / 1_000_000);
  }

  @Override
  public String operation() {
    return "reading";
  }

  @Override
  public List<Measure> matters() {
    return List.of(Measure.TAIL_LATENCY, Measure.CPU, Measure.MEMORY);
  }

  @Override
  public Outcome run(Tasks tasks) throws Exception {
    var latencies = new Latencies(DEVICES * READINGS);
    var sum = new LongAdder();
    try (var server = new Server()) {
      var reactor = new Reactor();
      for (int i = 0; i < DEVICES; i++) {
        reactor.connect(server.port(), new Device(reactor, i, latencies));
      }
      var devices = reactor.start();
      server.serve(tasks, DEVICES, connection -> collect(connection, sum));
      long expected = 0;
      for (int i = 0; i < DEVICES; i++) {
        expected += (long) READINGS * i;
      }
      Check.equal("the sum of all readings", expected, sum.sum());
      long clientCpu = devices.get();
      return new Outcome(latencies.all(), clientCpu);
    }
  }

  private static void collect(Socket connection, LongAdder sum) throws IOException {
    var in = new DataInputStream(connection.getInputStream());
    try {
      while (true) {
        sum.add(in.readLong());
        connection.getOutputStream().write(ACKNOWLEDGED);
      }
    } catch (EOFException e) {
      // The device has hung up.
    }
  }

  /** Sends a reading when its time has come, whether the last one was acknowledged or not. */
  private static final class Device implements Reactor.Peer {
    private final Reactor reactor;
    private final int id;
    private final Latencies latencies;
    private final long[] due = new long[READINGS];
    private int acknowledged;

    private Device(Reactor reactor, int id, Latencies latencies) {
      this.reactor = reactor;
      this.id = id;
      this.latencies = latencies;
    }

    @Override
    public void connected(Reactor.Link link) {
      long first = System.nanoTime() + PAUSE_NANOS * id / DEVICES;
      for (int i = 0; i < READINGS; i++) {
        due[i] = first + i * PAUSE_NANOS;
        reactor.at(due[i], () -> link.send(ByteBuffer.allocate(Long.BYTES).putLong(id).flip()));
      }
    }

    @Override
    public void received(Reactor.Link link, ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        Check.equal("an acknowledgement", ACKNOWLEDGED, bytes.get());
        latencies.since(due[acknowledged]);
        acknowledged++;
      }
      if (acknowledged == READINGS) {
        link.close();
      }
    }
  }
}
