package dev.goro.context;

import dev.goro.RecvChan;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A context with one value, and otherwise as its parent. */
final class ValueContext implements Context {
  final Context parent;
  private final Key<?> key;
  private final @Nullable Object value;

  <T> ValueContext(Context parent, Key<T> key, @Nullable T value) {
    this.parent = parent;
    this.key = key;
    this.value = value;
  }

  /**
   * Looks for a value from a context up. A loop, since contexts may be many deep; a context of the
   * user's goes on by itself.
   */
  @SuppressWarnings("unchecked") // withValue takes a T for a Key<T>; SELF is the CancelNode's own
  static <T> Optional<T> lookUp(Context from, Key<T> key) {
    Context c = from;
    while (true) {
      switch (c) {
        case ValueContext v -> {
          if (v.key == key) {
            return Optional.ofNullable((T) v.value);
          }
          c = v.parent;
        }
        case CancelNode n -> {
          if (key == CancelNode.SELF) {
            return Optional.of((T) n);
          }
          c = n.parent;
        }
        case WithoutCancel w -> {
          if (key == CancelNode.SELF) {
            return Optional.empty(); // whatever ends its parent is not its affair
          }
          c = w.parent;
        }
        default -> {
          return c.value(key);
        }
      }
    }
  }

  /** The nearest context, from one up, that has an end of its own or is of the user's. */
  static Context withoutValues(Context from) {
    Context c = from;
    while (c instanceof ValueContext v) {
      c = v.parent;
    }
    return c;
  }

  @Override
  public @Nullable RecvChan<Void> done() {
    return withoutValues(this).done();
  }

  @Override
  public Optional<ContextException> err() {
    return withoutValues(this).err();
  }

  @Override
  public Optional<Instant> deadline() {
    return withoutValues(this).deadline();
  }

  @Override
  public <T> Optional<T> value(Key<T> key) {
    return lookUp(this, key);
  }

  /**
   * A text is shown; of any other value the type, since a text of it may cost much or be secret.
   */
  @Override
  public String toString() {
    String shown =
        value instanceof CharSequence
            ? value.toString()
            : value == null ? "null" : value.getClass().getName();
    return parent + ".WithValue(" + key + ", " + shown + ")";
  }
}
