package dev.goro.conformance.context;

import dev.goro.Chan;
import dev.goro.RecvChan;
import dev.goro.context.Canceled;
import dev.goro.context.Context;
import dev.goro.context.ContextException;
import java.time.Instant;
import java.util.Optional;

/** A context of the user's with an end of its own, and the values and deadline of its parent. */
class OwnContext implements Context {
  private final Context parent;
  private final Chan<Void> done = Chan.make();
  private Optional<ContextException> err = Optional.empty();

  /** One that does not end with its parent. */
  OwnContext(Context parent) {
    this.parent = parent;
  }

  /** One that does. */
  static OwnContext endingWith(Context parent) {
    var own = new OwnContext(parent);
    parent.afterFunc(() -> own.end(parent.err().orElseThrow()));
    return own;
  }

  void cancel() {
    end(new Canceled());
  }

  private synchronized void end(ContextException error) {
    if (err.isEmpty()) {
      err = Optional.of(error);
      done.close();
    }
  }

  @Override
  public RecvChan<Void> done() {
    return done;
  }

  @Override
  public synchronized Optional<ContextException> err() {
    return err;
  }

  @Override
  public Optional<Instant> deadline() {
    return parent.deadline();
  }

  @Override
  public <T> Optional<T> value(Key<T> key) {
    return parent.value(key);
  }
}
