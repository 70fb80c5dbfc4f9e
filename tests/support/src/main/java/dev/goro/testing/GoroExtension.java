package dev.goro.testing;

import dev.goro.junit.OnGoroutine;
import dev.goro.junit.watch.Panics;
import dev.goro.junit.watch.Watchdog;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives every test a time limit, and fails a test one of whose goroutines panicked unnoticed.
 *
 * <p>At the limit a watchdog prints {@code Go.dump()} and the stacks of all platform threads and
 * interrupts the test's thread. The test then fails. A test that does not end for that either would
 * hold up the whole run: {@link Watchdog#GRACE} later it is named and the JVM halted. A test that
 * is annotated with goro-junit's {@link OnGoroutine} is watched by that.
 *
 * <p>It is registered for every test of a module that has this artifact on its test class path.
 * {@link GoroTest} sets the limit.
 */
public final class GoroExtension
    implements InvocationInterceptor, BeforeEachCallback, AfterEachCallback {
  /** The time limit of a test that does not set its own, in seconds. */
  public static final int DEFAULT_SECONDS = 60;

  /** The exit status of a JVM that was halted because a test did not end. */
  public static final int HALT_STATUS = 97;

  @Override
  public void beforeEach(ExtensionContext context) {
    Panics.watch();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Panics.failIfAny();
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    limited(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    limited(invocation, context);
  }

  @Override
  public <T> T interceptTestFactoryMethod(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    return limited(invocation, context);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context)
      throws Throwable {
    limited(invocation, context);
    Panics.failIfAny();
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    limited(invocation, context);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    limited(invocation, context);
  }

  private static <T> T limited(Invocation<T> invocation, ExtensionContext context)
      throws Throwable {
    if (isOnGoroutine(context)) {
      return invocation.proceed(); // goro-junit watches it
    }
    String name = name(context);
    Thread test = Thread.currentThread();
    try (var watchdog = new Watchdog(name, limit(context), test::interrupt, () -> halt(name))) {
      T result = null;
      Throwable thrown = null;
      try {
        result = invocation.proceed();
      } catch (Throwable t) {
        thrown = t;
      }
      if (watchdog.hasExpired()) {
        throw watchdog.failure(true, thrown);
      }
      if (thrown != null) {
        throw thrown;
      }
      return result;
    }
  }

  private static boolean isOnGoroutine(ExtensionContext context) {
    return context.getTestMethod().filter(GoroExtension::isOnGoroutine).isPresent()
        || context.getTestClass().filter(GoroExtension::isOnGoroutine).isPresent();
  }

  private static boolean isOnGoroutine(AnnotatedElement element) {
    return AnnotationSupport.isAnnotated(element, OnGoroutine.class);
  }

  private static void halt(String test) {
    System.err.println(test + " did not end when it was interrupted: halting the JVM");
    System.err.flush();
    Runtime.getRuntime().halt(HALT_STATUS);
  }

  private static Duration limit(ExtensionContext context) {
    var ofMethod =
        context.getTestMethod().flatMap(m -> AnnotationSupport.findAnnotation(m, GoroTest.class));
    var limit =
        ofMethod.or(
            () ->
                context
                    .getTestClass()
                    .flatMap(c -> AnnotationSupport.findAnnotation(c, GoroTest.class)));
    return Duration.ofSeconds(limit.map(GoroTest::seconds).orElse(DEFAULT_SECONDS));
  }

  private static String name(ExtensionContext context) {
    String inClass = context.getTestClass().map(Class::getName).orElse("");
    String method = context.getTestMethod().map(Method::getName).orElse("");
    String display = context.getDisplayName();
    String name = inClass + "#" + method;
    return display.startsWith(method) && display.endsWith("()") ? name : name + " " + display;
  }
}
