package dev.goro.launch;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The {@code main} method that a class is launched by, found by the rules of the Java language (JLS
 * 12.1.4, JEP 512): one with a {@code String[]} parameter goes before one without parameters; it is
 * static or of an instance made by the constructor without parameters; it may be inherited; all but
 * private access will do.
 */
final class MainMethod {
  /**
   * Takes the instance as an {@code Object} if there is one, and the arguments if it wants them.
   */
  private final MethodHandle main;

  /** Makes the instance that the method is called on; null if the method is static. */
  private final @Nullable MethodHandle constructor;

  private final boolean takesArguments;

  private MainMethod(
      MethodHandle main, @Nullable MethodHandle constructor, boolean takesArguments) {
    this.main = main;
    this.constructor = constructor;
    this.takesArguments = takesArguments;
  }

  static MainMethod of(String className) throws LaunchException {
    Class<?> type = load(className);
    Method method = find(type, String[].class);
    if (method == null) {
      method = find(type);
    }
    if (method == null) {
      throw new LaunchException(
          "class " + className + " has no main method: declare void main() or void main(String[])");
    }
    boolean takesArguments = method.getParameterCount() == 1;
    try {
      MethodHandle main = MethodHandles.lookup().unreflect(accessible(method, className));
      if (Modifier.isStatic(method.getModifiers())) {
        return new MainMethod(main, null, takesArguments);
      }
      MethodHandle constructor =
          MethodHandles.lookup().unreflectConstructor(constructor(type, className));
      return new MainMethod(
          main.asType(main.type().changeParameterType(0, Object.class)),
          constructor.asType(MethodType.methodType(Object.class)),
          takesArguments);
    } catch (IllegalAccessException e) {
      throw new LaunchException(withoutAccess(className), e);
    }
  }

  /** Calls it; what it throws comes out as it is. */
  void invoke(String[] args) {
    try {
      if (constructor == null) {
        if (takesArguments) {
          main.invokeExact(args);
        } else {
          main.invokeExact();
        }
      } else {
        Object instance = (Object) constructor.invokeExact();
        if (takesArguments) {
          main.invokeExact(instance, args);
        } else {
          main.invokeExact(instance);
        }
      }
    } catch (Throwable t) {
      throw MainMethod.<RuntimeException>asItIs(t);
    }
  }

  private static Class<?> load(String className) throws LaunchException {
    try {
      return Class.forName(className, false, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException e) {
      throw new LaunchException(
          "class " + className + " is not on the class path: check its name and --cp", e);
    } catch (LinkageError e) {
      throw new LaunchException("class " + className + " cannot be loaded: " + e, e);
    }
  }

  /** Looks in the class, then in its interfaces, then the same for its superclass. */
  private static @Nullable Method find(Class<?> type, Class<?>... parameters) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      Method own = declared(c, parameters);
      if (own != null) {
        return own;
      }
      Method inherited = findDefault(c, parameters);
      if (inherited != null) {
        return inherited;
      }
    }
    return null;
  }

  private static @Nullable Method findDefault(Class<?> type, Class<?>... parameters) {
    for (Class<?> next : type.getInterfaces()) {
      Method own = declared(next, parameters);
      if (own != null && own.isDefault()) {
        return own;
      }
      Method inherited = findDefault(next, parameters);
      if (inherited != null) {
        return inherited;
      }
    }
    return null;
  }

  private static @Nullable Method declared(Class<?> type, Class<?>... parameters) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals("main")
          && method.getReturnType() == void.class
          && !Modifier.isPrivate(method.getModifiers())
          && Arrays.equals(method.getParameterTypes(), parameters)) {
        return method;
      }
    }
    return null;
  }

  private static Constructor<?> constructor(Class<?> type, String className)
      throws LaunchException {
    if (Modifier.isAbstract(type.getModifiers())) {
      throw new LaunchException(
          "class " + className + " is abstract, so its main method must be static");
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      if (!Modifier.isPrivate(constructor.getModifiers())) {
        return accessible(constructor, className);
      }
    } catch (NoSuchMethodException e) {
      throw new LaunchException(withoutConstructor(className), e);
    }
    throw new LaunchException(withoutConstructor(className));
  }

  private static String withoutConstructor(String className) {
    return "class "
        + className
        + " has an instance main method but no non-private constructor without parameters:"
        + " add one, or make main static";
  }

  private static String withoutAccess(String className) {
    return "the main method of class "
        + className
        + " is in a package that its module does not open";
  }

  private static <M extends AccessibleObject> M accessible(M member, String className)
      throws LaunchException {
    if (!member.trySetAccessible()) {
      throw new LaunchException(withoutAccess(className));
    }
    return member;
  }

  /** The compiler takes a checked exception for an unchecked one. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E asItIs(Throwable t) throws E {
    throw (E) t;
  }
}
