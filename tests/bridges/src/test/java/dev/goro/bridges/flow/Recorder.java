package dev.goro.bridges.flow;

import dev.goro.Chan;
import java.util.concurrent.Flow;

/** A subscriber that asks for what the test says, and records its signals in words. */
class Recorder<T> implements Flow.Subscriber<T> {
  private final long atOnce;

  /** The signals: {@code "next 1"}, {@code "error …"}, {@code "complete"}. */
  final Chan<String> signals = Chan.make(100);

  /** The subscription, once. */
  final Chan<Flow.Subscription> subscription = Chan.make(1);

  /** Requests that many when it is subscribed; 0 for none. */
  Recorder(long atOnce) {
    this.atOnce = atOnce;
  }

  @Override
  public void onSubscribe(Flow.Subscription s) {
    if (atOnce != 0) {
      s.request(atOnce);
    }
    subscription.send(s);
  }

  @Override
  public void onNext(T value) {
    signals.send("next " + value);
  }

  @Override
  public void onError(Throwable cause) {
    signals.send("error " + cause.getClass().getSimpleName());
  }

  @Override
  public void onComplete() {
    signals.send("complete");
  }
}
