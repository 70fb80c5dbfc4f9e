package stress;

import static dev.goro.Select.after;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.Received;
import dev.goro.Select.Case;
import dev.goro.Selected;
import dev.goro.sync.Mutex;
import dev.goro.sync.WaitGroup;
import dev.goro.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A random network: producers send into a first layer of channels, relays carry from each layer to
 * the next, sinks take from the last. Every worker uses random forms of send and receive, waits and
 * yields at random places, and some are interrupted again and again or are no goroutines at all. A
 * layer is closed when those who send into it have ended. Each channel has a relay that receives
 * from it alone, so that whatever the others wait for the network gets on.
 *
 * <p>Each hop numbers its values by sender and channel, so that each receiver can check the order
 * of what comes from one sender through one channel. At the end each value of each producer must
 * have arrived once.
 */
final class Network {
  /** A value with the hop that it is on: the channel is told by where it is received. */
  private record Message(int producer, int number, int sender, int hop) {}

  private record Layer(List<Chan<Message>> channels, WaitGroup senders) {}

  private final int seed;
  private final Random random;
  private final List<Layer> layers = new ArrayList<>();
  private final int producers;
  private final int perProducer;
  private final AtomicInteger[] arrivals;
  private final AtomicLong sum = new AtomicLong();
  private final WaitGroup all = new WaitGroup();
  private final ConcurrentLinkedQueue<Thread> interruptible = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Mutex mutex = new Mutex();
  private final Object monitor = new Object();
  private long guarded;
  private int nextWorker;

  Network(int seed) {
    this.seed = seed;
    random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    producers = 1 + random.nextInt(5);
    perProducer = 5 + random.nextInt(60);
    arrivals = new AtomicInteger[producers * perProducer];
    for (int i = 0; i < arrivals.length; i++) {
      arrivals[i] = new AtomicInteger();
    }
    int depth = 1 + random.nextInt(3);
    for (int i = 0; i < depth; i++) {
      var channels = new ArrayList<Chan<Message>>();
      int width = 1 + random.nextInt(4);
      for (int c = 0; c < width; c++) {
        channels.add(Chan.make(random.nextBoolean() ? 0 : 1 + random.nextInt(5)));
      }
      layers.add(new Layer(channels, new WaitGroup()));
    }
  }

  /** The checksum of what the producers send. */
  long sent() {
    long checksum = 0;
    for (int p = 0; p < producers; p++) {
      for (int n = 0; n < perProducer; n++) {
        checksum += value(p, n);
      }
    }
    return checksum;
  }

  /** The checksum of what the sinks got. */
  long arrived() {
    return sum.get();
  }

  private static long value(int producer, int number) {
    return (producer * 1_000_003L + number) * 0x9E3779B97F4A7C15L >>> 7;
  }

  /** Runs it to its end, on the calling goroutine, and checks what every worker saw. */
  void run() {
    for (int i = 0; i < producers; i++) {
      int producer = i;
      var first = layers.getFirst();
      first.senders.add(1);
      start(worker -> produce(worker, producer, first));
    }
    for (int i = 0; i < layers.size(); i++) {
      var from = layers.get(i);
      var to = i + 1 < layers.size() ? layers.get(i + 1) : null;
      int roamers = random.nextInt(4);
      if (to != null) {
        to.senders.add(from.channels.size() + roamers);
      }
      for (var own : from.channels) {
        start(worker -> relay(worker, List.of(own), to));
      }
      for (int r = 0; r < roamers; r++) {
        start(worker -> relay(worker, from.channels, to));
      }
      all.go(
          () -> {
            from.senders.await();
            from.channels.forEach(Chan::close);
          });
    }
    boolean interrupts = random.nextInt(3) == 0;
    var over = new java.util.concurrent.atomic.AtomicBoolean();
    var disturbing = new WaitGroup();
    if (interrupts) {
      disturbing.go(() -> interrupt(over));
    }
    all.await();
    over.set(true);
    disturbing.await();
    for (Throwable failure : failures) {
      throw new AssertionError("a worker failed: " + failure, failure);
    }
    for (int i = 0; i < arrivals.length; i++) {
      if (arrivals[i].get() != 1) {
        throw new AssertionError(
            "value "
                + i % perProducer
                + " of producer "
                + i / perProducer
                + " arrived "
                + arrivals[i]
                + " times");
      }
    }
  }

  private void interrupt(java.util.concurrent.atomic.AtomicBoolean over) {
    var own = new Random(seed);
    while (!over.get()) {
      for (Thread thread : interruptible) {
        if (own.nextInt(4) == 0) {
          thread.interrupt();
        }
      }
      Go.sleep(Duration.ofNanos(own.nextInt(200_000)));
    }
  }

  private interface Body {
    void run(Worker worker) throws Exception;
  }

  /** Starts a goroutine, seldom another kind of thread. */
  private void start(Body body) {
    int number = nextWorker++;
    var worker = new Worker(number, new Random(random.nextLong()));
    Runnable run =
        () -> {
          try {
            interruptible.add(Thread.currentThread());
            body.run(worker);
          } catch (Throwable t) {
            failures.add(t);
            System.err.println(
                Thread.currentThread().getName() + ": " + t); // the others may hang for it
          } finally {
            interruptible.remove(Thread.currentThread());
            Thread.interrupted();
            all.done();
          }
        };
    all.add(1);
    String name = "seed " + seed + " worker " + number;
    switch (random.nextInt(12)) {
      case 0 -> Thread.ofPlatform().daemon().name(name).start(run);
      case 1 -> Thread.ofVirtual().name(name).start(run);
      default -> Go.go(name, run::run);
    }
  }

  private void produce(Worker worker, int producer, Layer to) {
    try {
      for (int n = 0; n < perProducer; n++) {
        worker.deliver(to.channels, producer, n);
        worker.dawdle();
      }
    } finally {
      to.senders.done();
    }
  }

  private void relay(Worker worker, List<Chan<Message>> from, Layer to) {
    try {
      var open = new ArrayList<>(from);
      while (!open.isEmpty()) {
        Message m = worker.receive(open);
        if (m == null) {
          continue;
        }
        if (to == null) {
          arrivals[m.producer * perProducer + m.number].incrementAndGet();
          sum.addAndGet(value(m.producer, m.number));
        } else {
          worker.deliver(to.channels, m.producer, m.number);
        }
        worker.dawdle();
      }
    } finally {
      if (to != null) {
        to.senders.done();
      }
    }
  }

  /** What one worker does, and what it remembers for its checks. */
  private final class Worker {
    final int number;
    final Random own;
    final Map<Chan<Message>, Integer> sentOn = new HashMap<>();
    final Map<Chan<Message>, Map<Integer, Integer>> seenOn = new HashMap<>();

    Worker(int number, Random own) {
      this.number = number;
      this.own = own;
    }

    /** Waits or yields, or does neither: mostly. */
    void dawdle() {
      try {
        switch (own.nextInt(24)) {
          case 0 -> Go.gosched();
          case 1 -> Go.sleep(Duration.ofNanos(own.nextInt(50_000)));
          case 2 -> {
            mutex.lock();
            guarded++;
            mutex.unlock();
          }
          case 3 -> {
            synchronized (monitor) {
              guarded++;
            }
          }
          case 4 -> Thread.yield();
          case 5 -> java.util.concurrent.locks.LockSupport.parkNanos(own.nextInt(20_000));
          case 6 -> {
            var timer = new Timer(Duration.ofNanos(own.nextInt(100_000)));
            if (own.nextBoolean()) {
              timer.stop();
            }
          }
          default -> {}
        }
      } catch (InterruptedOperationException e) {
        Thread.interrupted();
      }
    }

    /** Sends by a random form; an interrupted or failed attempt had no effect and is made again. */
    void deliver(List<Chan<Message>> channels, int producer, int n) {
      while (true) {
        try {
          var c = channels.get(own.nextInt(channels.size()));
          if (sendOnce(channels, c, producer, n)) {
            return;
          }
        } catch (InterruptedOperationException e) {
          Thread.interrupted();
        }
      }
    }

    private Message next(Chan<Message> c, int producer, int n) {
      return new Message(producer, n, number, sentOn.getOrDefault(c, 0));
    }

    private boolean sent(Chan<Message> c) {
      sentOn.merge(c, 1, Integer::sum);
      return true;
    }

    private boolean sendOnce(List<Chan<Message>> channels, Chan<Message> c, int producer, int n) {
      var m = next(c, producer, n);
      var time = Duration.ofNanos(own.nextInt(100_000));
      return switch (own.nextInt(6)) {
        case 0, 1 -> {
          c.send(m);
          yield sent(c);
        }
        case 2 -> c.trySend(m) && sent(c);
        case 3 -> c.trySend(m, time) && sent(c);
        case 4 -> {
          // After a case that failed another worker has its turn, or at one P a loop of these would
          // last for its slice.
          Selected s =
              own.nextBoolean() ? select(send(c, m), otherwise()) : select(after(time), send(c, m));
          if (!s.from(c)) {
            Go.gosched();
          }
          yield s.from(c) && sent(c);
        }
        default -> {
          var cases = new ArrayList<Case<Selected>>();
          for (var each : channels) {
            cases.add(send(each, next(each, producer, n)));
          }
          Selected s = select(cases);
          yield sent(channels.get(s.index()));
        }
      };
    }

    /**
     * Receives by a random form; null if nothing came or a channel is over, which is then taken
     * out.
     */
    Message receive(List<Chan<Message>> open) {
      try {
        var c = open.get(own.nextInt(open.size()));
        var time = Duration.ofNanos(own.nextInt(100_000));
        return switch (own.nextInt(7)) {
          case 0 -> got(open, c, c.receive());
          case 1 -> {
            Message m = c.recv();
            yield got(open, c, new Received<>(m, m != null));
          }
          case 2 -> got(open, c, c.tryRecv().orElse(null));
          case 3 -> got(open, c, c.tryRecv(time).orElse(null));
          case 4 -> {
            var values = c.iterator();
            boolean ok = values.hasNext();
            yield got(open, c, new Received<>(ok ? values.next() : null, ok));
          }
          case 5 -> {
            Selected s =
                own.nextBoolean() ? select(recv(c), otherwise()) : select(after(time), recv(c));
            yield s.from(c) ? got(open, c, new Received<>(s.value(c), s.ok())) : idle();
          }
          default -> {
            var cases = new ArrayList<Case<Selected>>();
            for (var each : open) {
              cases.add(recv(each));
            }
            Selected s = select(cases);
            var from = open.get(s.index());
            yield got(open, from, new Received<>(s.value(from), s.ok()));
          }
        };
      } catch (InterruptedOperationException e) {
        Thread.interrupted();
        return null;
      }
    }

    private Message idle() {
      Go.gosched();
      return null;
    }

    private Message got(List<Chan<Message>> open, Chan<Message> c, Received<Message> r) {
      if (r == null) {
        return idle();
      }
      if (!r.ok()) {
        open.remove(c);
        return null;
      }
      Message m = r.value();
      Integer last = seenOn.computeIfAbsent(c, k -> new HashMap<>()).put(m.sender, m.hop);
      if (last != null && last >= m.hop) {
        throw new AssertionError(
            "out of order: number " + m.hop + " of worker " + m.sender + " came after " + last);
      }
      return m;
    }
  }
}
