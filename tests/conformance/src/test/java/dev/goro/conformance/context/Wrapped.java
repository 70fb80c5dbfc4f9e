package dev.goro.conformance.context;

import dev.goro.RecvChan;
import dev.goro.context.Context;
import dev.goro.context.ContextException;
import java.time.Instant;
import java.util.Optional;

/** A context of the user's that is as the one that it wraps. */
class Wrapped implements Context {
  final Context wrapped;

  Wrapped(Context wrapped) {
    this.wrapped = wrapped;
  }

  @Override
  public RecvChan<Void> done() {
    return wrapped.done();
  }

  @Override
  public Optional<ContextException> err() {
    return wrapped.err();
  }

  @Override
  public Optional<Instant> deadline() {
    return wrapped.deadline();
  }

  @Override
  public <T> Optional<T> value(Key<T> key) {
    return wrapped.value(key);
  }

  @Override
  public String toString() {
    return "Wrapped";
  }
}
