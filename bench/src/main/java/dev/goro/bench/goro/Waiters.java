package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.bench.twin.GatedCrowd;
import dev.goro.bench.twin.WrongResultException;
import dev.goro.sync.Mutex;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Goroutines that wait for a gate, each kind in its way. */
abstract class Waiters implements GatedCrowd {
  private final Chan<Boolean> all = Chan.make(1);
  private final AtomicInteger ended = new AtomicInteger();
  private int count;

  /** Makes ready what so many goroutines wait for. */
  void prepare(int count) throws Exception {}

  /** On a goroutine: waits until the gate opens. */
  abstract void await(int number) throws Exception;

  /** Opens the gate. */
  abstract void open() throws Exception;

  @Override
  public void start(int count) throws Exception {
    this.count = count;
    prepare(count);
    var started = new AtomicInteger();
    for (int i = 0; i < count; i++) {
      int number = i;
      go(
          () -> {
            if (started.incrementAndGet() == count) {
              all.send(true);
            }
            await(number);
            if (ended.incrementAndGet() == count) {
              all.send(true);
            }
          });
    }
    all.recv();
  }

  @Override
  public void wake() throws Exception {
    open();
    all.recv();
    check("goroutines that were woken", count, ended.get());
  }

  /** That none has ended yet. */
  void checkWaiting() {
    check("goroutines that did not wait", 0, ended.get());
  }

  /** In a receive from a channel. */
  static class OnChannel extends Waiters {
    final Chan<Boolean> gate = Chan.make();

    @Override
    void await(int number) {
      gate.recv();
    }

    @Override
    void open() {
      checkWaiting();
      gate.close();
    }
  }

  /** In such a receive, twenty calls deep. */
  static final class Deep extends OnChannel {
    private static final int DEPTH = 20;

    @Override
    void await(int number) {
      if (descend(number, DEPTH) != number + (long) DEPTH * (DEPTH + 1) / 2) {
        throw new WrongResultException("a call has lost its variables");
      }
    }

    private long descend(long sum, int depth) {
      if (depth == 0) {
        gate.recv();
        return sum;
      }
      return descend(sum, depth - 1) + depth; // which is kept across the wait
    }
  }

  /** In a select of four channels. */
  static final class InSelect extends OnChannel {
    private final Chan<Boolean> second = Chan.make();
    private final Chan<Boolean> third = Chan.make();
    private final Chan<Boolean> fourth = Chan.make();

    @Override
    void await(int number) {
      select(recv(gate), recv(second), recv(third), recv(fourth));
    }
  }

  /** For a mutex. */
  static final class OnMutex extends Waiters {
    private final Mutex mutex = new Mutex();

    @Override
    void prepare(int count) {
      mutex.lock();
    }

    @Override
    void await(int number) {
      mutex.lock();
      mutex.unlock();
    }

    @Override
    void open() {
      checkWaiting();
      mutex.unlock();
    }
  }

  /** Asleep, all until the same moment. */
  static final class Asleep extends Waiters {
    private static final long FIXED_NANOS = 500_000_000;
    private static final long EACH_NANOS = 4_000;
    private static final long BEFORE_NANOS = 20_000_000;

    private long end;

    @Override
    void prepare(int count) {
      end = System.nanoTime() + FIXED_NANOS + count * EACH_NANOS;
    }

    @Override
    void await(int number) {
      Go.sleep(Duration.ofNanos(end - System.nanoTime()));
    }

    /** Ends at the moment itself: one more sleeper would run after a part of the others. */
    @Override
    public void settle() {
      Go.sleep(Duration.ofNanos(end - System.nanoTime() - BEFORE_NANOS));
      checkWaiting();
      while (System.nanoTime() - end < 0) {
        Thread.onSpinWait();
      }
    }

    @Override
    void open() {
      // The moment has come.
    }
  }

  /** For a datagram, each on a socket of its own. */
  static final class OnSocket extends Waiters {
    private static final int PORTS_AN_ADDRESS = 10_000;

    private DatagramSocket[] sockets = {};

    @Override
    void prepare(int count) throws IOException {
      sockets = new DatagramSocket[count];
      for (int i = 0; i < count; i++) {
        byte[] address = {127, 0, 1, (byte) (1 + i / PORTS_AN_ADDRESS)};
        sockets[i] = new DatagramSocket(0, InetAddress.getByAddress(address));
      }
    }

    @Override
    void await(int number) throws IOException {
      var packet = new DatagramPacket(new byte[1], 1);
      sockets[number].receive(packet);
      check("bytes that came", 1, packet.getLength());
      sockets[number].close();
    }

    @Override
    void open() throws IOException {
      checkWaiting();
      try (var from = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        for (var socket : sockets) {
          from.send(new DatagramPacket(new byte[1], 1, socket.getLocalSocketAddress()));
        }
      }
    }
  }
}
