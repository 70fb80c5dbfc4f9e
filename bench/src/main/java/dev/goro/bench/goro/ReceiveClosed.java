package dev.goro.bench.goro;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;

/**
 * {@code ReceiveDataFromClosedChan}: a channel that was filled and then closed is emptied. An
 * operation is one value.
 */
final class ReceiveClosed implements Work {
  private Chan<Integer> filled = Chan.make();

  @Override
  public void prepare(long ops) {
    filled = Chan.make(Math.toIntExact(ops));
    for (long i = 0; i < ops; i++) {
      filled.send(1);
    }
    filled.close();
  }

  @Override
  public void run(long ops) {
    long received = 0;
    for (int v : filled) {
      received += v;
    }
    check("values received", ops, received);
  }
}
