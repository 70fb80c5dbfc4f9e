package dev.goro.runtime.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.NullUnmarked;

/**
 * The shutdown hooks of the program: threads that are not alive yet and that a signal starts, so
 * that they may wake a goroutine that waits to be told to stop.
 */
@NullUnmarked // the class and the handle are null where the JDK does not show them
public final class ShutdownHooks {
  private static final Class<?> OWNER;
  private static final MethodHandle HOOKS;

  /** They live as long as the JVM. Looking takes no lock. */
  private static final Set<Object> IGNORED = ConcurrentHashMap.newKeySet();

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

  /**
   * Whether there is a hook that is not the JDK's own and not ignored; true as well where that
   * cannot be told.
   */
  public static boolean any() {
    List<?> hooks = present();
    return hooks == null
        || hooks.stream().anyMatch(hook -> !isOfJdk(hook.getClass()) && !IGNORED.contains(hook));
  }

  /** Ignores the hooks that there are from now on. */
  public static void ignorePresent() {
    List<?> hooks = present();
    if (hooks != null) {
      IGNORED.addAll(hooks);
    }
  }

  /** The hooks; {@code null} where nobody knows, and while they run. */
  private static List<?> present() {
    if (HOOKS == null) {
      return null;
    }
    synchronized (OWNER) { // as the JDK's own code does
      try {
        Map<?, ?> hooks = (Map<?, ?>) HOOKS.invoke();
        return hooks == null ? null : List.copyOf(hooks.keySet());
      } catch (Throwable t) {
        return null;
      }
    }
  }

  private static boolean isOfJdk(Class<?> hook) {
    return hook != Thread.class && hook.getClassLoader() == null;
  }
}
