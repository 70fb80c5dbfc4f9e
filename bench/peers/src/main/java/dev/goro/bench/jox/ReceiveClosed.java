package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Work;

/**
 * {@code ReceiveDataFromClosedChan}: a channel that was filled and then closed is emptied. An
 * operation is one value.
 */
final class ReceiveClosed implements Work {
  private Channel<Integer> filled = Threads.channel(0);

  @Override
  public void prepare(long ops) throws InterruptedException {
    filled = Threads.channel(Math.toIntExact(ops));
    for (long i = 0; i < ops; i++) {
      filled.send(1);
    }
    filled.done();
  }

  @Override
  public void run(long ops) throws InterruptedException {
    long received = 0;
    while (filled.receiveOrClosed() instanceof Integer v) {
      received += v;
    }
    check("values received", ops, received);
  }
}
