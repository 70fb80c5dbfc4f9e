package dev.goro.conformance.chan;

import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Chan;
import dev.goro.Received;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.WaitGroup;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Several goroutines receive from one channel: what was written before a send is seen after its
 * receive, and each value comes to one of them. Go: {@code test/ken/chan1.go}.
 */
class ManyReceiversTest {
  private static final int MESSAGES = 4_000;
  private static final int RECEIVERS = 10;

  @EachProcs
  void eachMessageComesToOneReceiver(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> channel = Chan.make(2);
          var written = new int[MESSAGES];
          var times = new AtomicIntegerArray(MESSAGES);
          var receivers = new WaitGroup();
          for (int i = 0; i < RECEIVERS; i++) {
            receivers.go(
                () -> {
                  for (; ; ) {
                    Received<Integer> got = select(recv(channel, (v, ok) -> new Received<>(v, ok)));
                    if (!got.ok()) {
                      return;
                    }
                    assertEquals(-got.value(), written[got.value()]);
                    times.incrementAndGet(got.value());
                  }
                });
          }
          for (int i = 0; i < MESSAGES; i++) {
            written[i] = -i;
            channel.send(i);
          }
          channel.close();
          receivers.await();
          for (int i = 0; i < MESSAGES; i++) {
            assertEquals(1, times.get(i));
          }
        });
  }
}
