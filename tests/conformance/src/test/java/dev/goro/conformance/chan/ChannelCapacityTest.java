package dev.goro.conformance.chan;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.RecvChan;
import dev.goro.SendChan;
import org.junit.jupiter.api.Test;

/** The length and capacity of a channel. Go: {@code test/chancap.go}. */
class ChannelCapacityTest {
  @Test
  void theBufferIsCounted() throws Exception {
    onMain(
        () -> {
          Chan<Integer> channel = Chan.make(10);
          assertCounts(channel, 0, 10);
          for (int i = 0; i < 3; i++) {
            channel.send(i);
          }
          assertCounts(channel, 3, 10);
          channel.recv();
          assertCounts(channel, 2, 10);
          channel.close();
          assertCounts(channel, 2, 10);
        });
  }

  @Test
  void anUnbufferedChannelHoldsNothing() throws Exception {
    onMain(() -> assertCounts(Chan.make(), 0, 0));
  }

  @Test
  void aNegativeCapacityIsRefused() throws Exception {
    onMain(
        () -> {
          for (int capacity : new int[] {-1, Integer.MIN_VALUE}) {
            var thrown = assertThrows(IllegalArgumentException.class, () -> Chan.make(capacity));
            assertTrue(
                thrown.getMessage().contains(Integer.toString(capacity)), thrown::getMessage);
          }
        });
  }

  private static void assertCounts(Chan<Integer> channel, int length, int capacity) {
    RecvChan<Integer> in = channel;
    SendChan<Integer> out = channel;
    assertEquals(length, channel.len());
    assertEquals(length, in.len());
    assertEquals(length, out.len());
    assertEquals(capacity, channel.cap());
    assertEquals(capacity, in.cap());
    assertEquals(capacity, out.cap());
  }
}
