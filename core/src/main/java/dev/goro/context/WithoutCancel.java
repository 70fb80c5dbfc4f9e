package dev.goro.context;

import dev.goro.RecvChan;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A context with its parent's values, and with neither its deadline nor its end. */
final class WithoutCancel implements Context {
  final Context parent;

  WithoutCancel(Context parent) {
    this.parent = parent;
  }

  @Override
  public @Nullable RecvChan<Void> done() {
    return null;
  }

  @Override
  public Optional<ContextException> err() {
    return Optional.empty();
  }

  @Override
  public Optional<Instant> deadline() {
    return Optional.empty();
  }

  @Override
  public <T> Optional<T> value(Key<T> key) {
    return ValueContext.lookUp(this, key);
  }

  @Override
  public String toString() {
    return parent + ".WithoutCancel";
  }
}
