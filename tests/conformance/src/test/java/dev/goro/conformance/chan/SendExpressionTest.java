package dev.goro.conformance.chan;

import static dev.goro.Select.onSend;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.goro.Chan;
import dev.goro.conformance.EachProcs;

/**
 * A case's channel may itself come from a channel; what is sent is any expression. Go: {@code
 * test/chan/sendstmt.go}.
 */
class SendExpressionTest {
  @EachProcs
  void aChannelReceivedFromAChannelIsSentTo(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Chan<Integer>> channels = Chan.make(1);
          Chan<Integer> channel = Chan.make(1);
          channels.send(channel);
          select(
              onSend(channels.recv(), 2, () -> {}), otherwise(() -> fail("the channel had room")));
          assertEquals(2, channel.recv());
        });
  }

  @EachProcs
  void anExpressionIsSentAsItsValue(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Boolean> channel = Chan.make(1);
          int n = channel.len();
          channel.send(n < 0 || n == 0);
          assertTrue(channel.recv());
        });
  }
}
