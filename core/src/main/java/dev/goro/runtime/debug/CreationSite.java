package dev.goro.runtime.debug;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a goroutine was made: what stands behind {@code created by} in a dump.
 *
 * <p>A look at the stack costs about as much as making ten goroutines, so the scheduler asks for
 * one only so often. The place is kept with the class of the task, and serves when there is no time
 * for a look: each lambda expression has a class of its own, so for a {@code go(() -> …)} in a loop
 * it is the same place. A task that is made in one place and started in several may so be given
 * another of its places.
 */
public final class CreationSite {
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final Set<String> OWN_PACKAGES =
      Set.of(
          "dev.goro",
          "dev.goro.channels",
          "dev.goro.context",
          "dev.goro.coroutine",
          "dev.goro.flow",
          "dev.goro.launch",
          "dev.goro.loop",
          "dev.goro.sync",
          "dev.goro.time");

  // The values are of the JDK's classes: a user's class, which holds its value, must not hold
  // Goro's loader with it.
  private static final ClassValue<@Nullable Object[]> PLACES =
      new ClassValue<>() {
        @Override
        protected @Nullable Object[] computeValue(Class<?> type) {
          return new Object[1];
        }
      };

  private CreationSite() {}

  /** A task of Goro's own around a user's, whose place is that of the user's. */
  public interface Wrapper {
    /** The user's task. */
    Object wrapped();
  }

  /**
   * A task that the JDK made for a user's, as its executors do: its class says nothing, so its
   * maker keeps the place; and the frames of the JDK are passed over, as Goro's are.
   */
  public interface Handed {
    /** Where its maker keeps the place. */
    Place place();
  }

  /**
   * The place that was found last for the tasks of one maker, and a budget for looks. All of it is
   * read and written in a race, which at worst names another of the maker's places, or costs a look
   * more.
   */
  public static final class Place {
    private @Nullable StackTraceElement found;
    private long since;
    private int budget;

    /** A place that is not known yet. */
    public Place() {}

    /** Whether a look is in the budget of so many between two moves of the clock. */
    public boolean mayLookUp(long now, int looks) {
      if (since != now) {
        since = now;
        budget = looks;
      }
      return budget > 0 && budget-- > 0;
    }
  }

  private static @Nullable Object[] place(Object task) {
    return PLACES.get((task instanceof Wrapper w ? w.wrapped() : task).getClass());
  }

  /**
   * Looks on the stack of the caller: the first frame that is not Goro's, nor the JDK's if the task
   * was handed on by the JDK.
   */
  public static @Nullable StackTraceElement lookUp(Object task) {
    boolean handed = task instanceof Handed;
    StackTraceElement frame =
        WALKER
            .walk(
                frames ->
                    frames
                        .filter(f -> !isOwn(f) && !(handed && isJdk(f)))
                        .findFirst()
                        .map(StackWalker.StackFrame::toStackTraceElement))
            .orElse(null);
    if (task instanceof Handed h) {
      h.place().found = frame;
    } else {
      place(task)[0] = frame;
    }
    return frame;
  }

  /** What was found last for a task of this class; {@code null} if that was never looked up. */
  public static @Nullable StackTraceElement known(Object task) {
    return task instanceof Handed h ? h.place().found : (StackTraceElement) place(task)[0];
  }

  private static boolean isJdk(StackWalker.StackFrame frame) {
    String name = frame.getClassName();
    return name.startsWith("java.") || name.startsWith("jdk.internal.");
  }

  private static boolean isOwn(StackWalker.StackFrame frame) {
    String name = frame.getClassName();
    int dot = name.lastIndexOf('.');
    return dot >= 0 && (OWN_PACKAGES.contains(name.substring(0, dot)) || Frames.isRuntime(name));
  }
}
