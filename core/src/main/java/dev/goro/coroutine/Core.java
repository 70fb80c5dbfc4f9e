package dev.goro.coroutine;

import dev.goro.runtime.sched.Coro;
import org.jspecify.annotations.Nullable;

/**
 * What a coroutine's handle and its body have in common: the values that cross, and the rules.
 *
 * <p>The body refers to this and not to the handle, so that a handle which nobody holds any more is
 * known to be of no use. All fields are of whoever has control.
 */
final class Core<I extends @Nullable Object, O extends @Nullable Object> extends Coro
    implements Coroutine.Self<I, O> {
  /** What the program gave, by whose class the place is remembered where it was resumed first. */
  private final Object code;

  private Coroutine.@Nullable Body<I, O> body;

  /** What crosses, either way. */
  private @Nullable Object value;

  private @Nullable Throwable thrown;
  private boolean closing;

  Core(Coroutine.Body<I, O> body, Object code) {
    this.body = body;
    this.code = code;
  }

  @Override
  public Object wrapped() {
    return code;
  }

  // ---- whoever resumes

  O resume(Object handle, I in) {
    enter("resume");
    value = in;
    return cross(handle);
  }

  O resumeThrowing(Object handle, Throwable in) {
    enter("resumeThrowing");
    if (!hasBegun()) {
      endUnstarted();
      body = null;
      exit();
      throw raise(in);
    }
    thrown = in;
    return cross(handle);
  }

  void close(Object handle) {
    if (isDone()) {
      return;
    }
    enter("close");
    if (hasBegun()) {
      end();
      cross(handle);
    } else {
      endUnstarted();
      body = null;
      exit();
    }
  }

  @Override
  protected void end() {
    closing = true;
  }

  private void enter(String operation) {
    if (enter()) {
      return;
    }
    if (isDone()) {
      throw new IllegalStateException(
          operation + " of a coroutine that has ended: ask isDone() first, or make another");
    }
    throw new IllegalStateException(
        onBody()
            ? operation
                + " of a coroutine by its own body, which has control already: yield instead"
            : operation
                + " of a coroutine that runs just now, resumed by somebody else: one may resume it"
                + " at a time, so wait until that one has the result");
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the body gave it; O says whether it may be null
  private O cross(Object handle) {
    Throwable failure;
    Object out;
    try {
      transfer(handle);
    } finally {
      failure = thrown;
      out = value;
      thrown = null;
      value = null;
      exit();
    }
    if (failure != null) {
      throw raise(failure);
    }
    return (O) out;
  }

  private static RuntimeException raise(Throwable failure) {
    if (failure instanceof RuntimeException e) {
      return e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return new CoroutineException(failure);
  }

  // ---- the body

  @SuppressWarnings({"unchecked", "NullAway"}) // resume was given it; I says whether it may be null
  @Override
  protected void body() {
    Coroutine.Body<I, O> run = body;
    body = null;
    I first = (I) value;
    value = null;
    try {
      if (run != null) {
        value = run.run(this, first);
      }
    } catch (Closing end) {
      if (!closing) {
        thrown = end; // kept from another coroutine, and thrown here
      }
    } catch (Throwable t) {
      thrown = t;
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // as in body
  @Override
  public I yield(O out) {
    if (!onBody()) {
      throw new IllegalStateException(
          "yield called on the thread \""
              + Thread.currentThread().getName()
              + "\", which does not run this coroutine's body: only the body, and what it calls, may"
              + " yield");
    }
    if (closing) {
      throw new IllegalStateException(
          "yield in a coroutine that is being closed: nobody waits for the value; let the finally"
              + " blocks end");
    }
    value = out;
    if (!suspend()) {
      value = null;
      throw new IllegalStateException(
          "yield with a native method or a class initialiser on the stack, or a stack too large for"
              + " the heap: the body cannot leave its thread there, so yield outside of these");
    }
    if (closing) {
      throw Closing.INSTANCE;
    }
    Throwable incoming = thrown;
    if (incoming != null) {
      thrown = null;
      throw Core.<RuntimeException>sneaky(incoming);
    }
    Object in = value;
    value = null;
    return (I) in;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // whatever it was given
  private static <X extends Throwable> X sneaky(Throwable t) throws X {
    throw (X) t;
  }
}
