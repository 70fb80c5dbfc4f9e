package dev.goro.runtime.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/**
 * The shutdown hooks of the program: threads that are not alive yet and that a signal starts, so
 * that they may wake a goroutine that waits to be told to stop.
 */
@NullUnmarked // the class and the handle are null where the JDK does not show them
public final class ShutdownHooks {
  private static final Class<?> OWNER;
  private static final MethodHandle HOOKS;

  static {
    Class<?> owner = null;
    MethodHandle hooks = null;
    try {
      owner = Class.forName("java.lang.ApplicationShutdownHooks");
      Field field = owner.getDeclaredField("hooks");
      field.setAccessible(true);
      hooks = MethodHandles.lookup().unreflectGetter(field);
    } catch (ReflectiveOperationException | RuntimeException e) {
      hooks = null; // then nobody knows, which any() says
    }
    OWNER = owner;
    HOOKS = hooks;
  }

  private ShutdownHooks() {}

  /** Whether there is a hook that is not the JDK's own; true as well where that cannot be told. */
  public static boolean any() {
    if (HOOKS == null) {
      return true;
    }
    List<?> threads;
    synchronized (OWNER) { // as the JDK's own code does
      try {
        Map<?, ?> hooks = (Map<?, ?>) HOOKS.invoke();
        if (hooks == null) {
          return true; // the JVM is shutting down: they run
        }
        threads = List.copyOf(hooks.keySet());
      } catch (Throwable t) {
        return true;
      }
    }
    return threads.stream().anyMatch(hook -> !isOfJdk(hook.getClass()));
  }

  private static boolean isOfJdk(Class<?> hook) {
    return hook != Thread.class && hook.getClassLoader() == null;
  }
}
