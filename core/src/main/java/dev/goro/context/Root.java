package dev.goro.context;

import dev.goro.RecvChan;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The contexts without a parent. They never end. */
enum Root implements Context {
  BACKGROUND("context.Background"),
  TODO("context.TODO");

  private final String text;

  Root(String text) {
    this.text = text;
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
    return Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
