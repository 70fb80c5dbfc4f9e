package dev.goro.testing;

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
 * hold up the whole run: {@link #GRACE_SECONDS} later the watchdog names it and halts the JVM.
 *
 * <p>It is registered for every test of a module that has this artifact on its test class path.
 * {@link GoroTest} sets the limit.
 */
public final class GoroExtension
    implements InvocationInterceptor, BeforeEachCallback, AfterEachCallback {
  /** The time limit of a test that does not set its own, in seconds. */
  public static final int DEFAULT_SECONDS = 60;

  /** How long after its interrupt a test may take to end before the JVM is halted, in seconds. */
  public static final int GRACE_SECONDS = 10;

  /** The exit status of a JVM that was halted because a test did not end. */
  public static final int HALT_STATUS = 97;

  @Override
  public void beforeEach(ExtensionContext context) {
    Panics.clear();
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
    try (var watchdog = new Watchdog(name(context), limit(context))) {
      T result;
      try {
        result = invocation.proceed();
      } catch (Throwable t) {
        watchdog.failIfExpired(t);
        throw t;
      }
      watchdog.failIfExpired(null);
      return result;
    }
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
