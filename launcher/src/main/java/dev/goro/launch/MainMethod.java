package dev.goro.launch;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The {@code main} method that a class is launched by, found by the rules of the Java language (JLS
 * 12.1.4, JEP 512): one with a {@code String[]} parameter goes before one without parameters; it is
 * static or of an instance made by the constructor without parameters; it may be inherited; all but
 * private access will do.
 */
final class MainMethod {
  private final Method method;

  /** Makes the instance that the method is called on; null if the method is static. */
  private final Constructor<?> constructor;

  private MainMethod(Method method, Constructor<?> constructor) {
    this.method = method;
    this.constructor = constructor;
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
    return new MainMethod(
        accessible(method, className), isStatic(method) ? null : constructor(type, className));
  }

  /** Calls it; what it throws comes out as it is. */
  void invoke(String[] args) throws Exception {
    try {
      Object target = constructor == null ? null : constructor.newInstance();
      if (method.getParameterCount() == 0) {
        method.invoke(target);
      } else {
        method.invoke(target, (Object) args);
      }
    } catch (InvocationTargetException e) {
      throw MainMethod.<Exception>unchecked(e.getCause());
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
  private static Method find(Class<?> type, Class<?>... parameters) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      Method own = declared(c, parameters);
      if (own != null) {
        return own;
      }
      var interfaces = new ArrayDeque<>(Arrays.asList(c.getInterfaces()));
      while (!interfaces.isEmpty()) {
        Class<?> next = interfaces.poll();
        Method inherited = declared(next, parameters);
        if (inherited != null && inherited.isDefault()) {
          return inherited;
        }
        interfaces.addAll(Arrays.asList(next.getInterfaces()));
      }
    }
    return null;
  }

  private static Method declared(Class<?> type, Class<?>... parameters) {
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

  private static <M extends java.lang.reflect.AccessibleObject> M accessible(
      M member, String className) throws LaunchException {
    if (!member.trySetAccessible()) {
      throw new LaunchException("class " + className + " does not open its main method");
    }
    return member;
  }

  private static boolean isStatic(Method method) {
    return Modifier.isStatic(method.getModifiers());
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E unchecked(Throwable t) throws E {
    throw (E) t;
  }
}
