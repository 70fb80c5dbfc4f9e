package dev.goro.conformance.chan;

import static dev.goro.Go.go;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMainAtProcs;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.RecvChan;
import dev.goro.SendChan;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.WaitGroup;
import java.util.List;
import java.util.function.Consumer;

/**
 * A value whose receiver does not look at it arrives all the same, whichever form of send meets
 * whichever form of receive. Go: {@code test/chan/select7.go}.
 */
class SelectDiscardTest {
  private static final List<Consumer<RecvChan<Integer>>> RECEIVES =
      List.of(
          RecvChan::recv, c -> select(recv(c)), c -> select(recv(c), recv(Chan.<Integer>make())));

  private static final List<Consumer<SendChan<Integer>>> SENDS =
      List.of(
          c -> c.send(1),
          c -> select(send(c, 1)),
          c -> select(send(c, 1), send(Chan.<Integer>make(), 1)));

  @EachProcs
  void everyFormOfSendMeetsEveryFormOfReceive(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (var receive : RECEIVES) {
            for (var send : SENDS) {
              Chan<Integer> receiverFirst = Chan.make();
              var received = new WaitGroup();
              received.go(() -> receive.accept(receiverFirst));
              Go.gosched();
              send.accept(receiverFirst);
              received.await();

              Chan<Integer> senderFirst = Chan.make();
              go(() -> send.accept(senderFirst));
              Go.gosched();
              receive.accept(senderFirst);
            }
          }
        });
  }
}
