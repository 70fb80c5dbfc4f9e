package dev.goro.context;

import dev.goro.RecvChan;
import dev.goro.runtime.sched.Contention;
import dev.goro.runtime.sched.SpinLock;
import org.jspecify.annotations.Nullable;

/**
 * What ends with a context: another context, or a task that then runs.
 *
 * <p>A parent keeps its children in a list that runs through their own fields: a child takes itself
 * out in a few steps, and leaves nothing behind. The links are guarded by the parent's lock as long
 * as the parent has not ended; then they belong to the thread that ended it, and a child that ends
 * by itself lets them be.
 */
abstract sealed class Child extends SpinLock permits CancelNode, AfterFunc {
  /** The parent whose list it is in, or was in until that ended. */
  private @Nullable CancelNode in;

  @Nullable Child prev;
  @Nullable Child next;

  /** Ends it, since its parent has ended; does nothing if it has ended already. */
  abstract void end(End how);

  /**
   * Makes it end with a context, now if that has ended. Called once, before other threads know the
   * child.
   *
   * @return whether it will; false if the context is of the user's and can only be waited for
   */
  final boolean attach(Context parent) {
    Context from = ValueContext.withoutValues(parent);
    CancelNode node = null;
    if (from instanceof CancelNode n) {
      node = n;
    } else {
      RecvChan<Void> done = from.done();
      if (done == null) {
        return true; // for it never ends
      }
      node = nodeOf(from, done);
      if (node == null) {
        if (done.tryRecv().isEmpty()) {
          return false;
        }
        end(End.of(from));
        return true;
      }
    }
    End how = node.add(this);
    if (how == null) {
      in = node;
    } else {
      end(how);
    }
    return true;
  }

  /**
   * The context of ours that a user's context wraps, if they end at the same time, which they do if
   * they have the same channel.
   */
  @SuppressWarnings("ReferenceEquality") // channels have no other equality
  private static @Nullable CancelNode nodeOf(Context from, RecvChan<Void> done) {
    CancelNode node = from.value(CancelNode.SELF).orElse(null);
    return node != null && node.done() == done ? node : null;
  }

  /** Takes it out of its parent's list; for the one thread that has ended it by itself. */
  final void detach() {
    CancelNode parent = in;
    if (parent != null) {
      parent.remove(this);
    }
  }

  @Override
  protected Contention contention() {
    return Contention.CONTEXT;
  }
}
