package dev.goro.junit;

import dev.goro.DeadlockError;
import dev.goro.Go;
import dev.goro.junit.watch.Panics;
import dev.goro.runtime.testing.Probe;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The JUnit extension behind {@link OnGoroutine}, which says what it does; registered by
 * {@code @ExtendWith(Goroutines.class)} it does so with the defaults.
 */
public final class Goroutines
    implements InvocationInterceptor,
        BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(Goroutines.class);
  private static final AtomicBoolean FALLBACK_TOLD = new AtomicBoolean();

  /** Made by JUnit. */
  public Goroutines() {}

  // ---- before and after: panics, GOMAXPROCS, leaks

  /** What was before a test or a class. */
  private record Before(Set<Long> goroutines, int gomaxprocs) {}

  @Override
  public void beforeAll(ExtensionContext context) {
    tellOfFallback();
    begin(context, 0);
  }

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    end(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    tellOfFallback();
    begin(context, settings(context).map(OnGoroutine::gomaxprocs).orElse(0));
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    end(context);
  }

  private static void begin(ExtensionContext context, int gomaxprocs) {
    Panics.watch();
    int old = Go.gomaxprocs(gomaxprocs);
    store(context).put(context.getUniqueId(), new Before(Probe.alive(), old));
  }

  private static void end(ExtensionContext context) throws InterruptedException {
    Before before = store(context).remove(context.getUniqueId(), Before.class);
    if (before == null) {
      return; // another extension has failed before this one's turn
    }
    Go.gomaxprocs(before.gomaxprocs);
    Optional<AssertionError> leak =
        settings(context).map(OnGoroutine::mayLeak).orElse(false)
            ? Optional.empty()
            : Leaks.end(before.goroutines, context.getExecutionException().isPresent());
    Optional<AssertionError> panic = Panics.failure();
    panic.ifPresent(
        p -> {
          leak.ifPresent(p::addSuppressed);
          throw p;
        });
    leak.ifPresent(
        l -> {
          throw l;
        });
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }

  private static void tellOfFallback() {
    Probe.whyOnTheJdkScheduler()
        .filter(why -> FALLBACK_TOLD.compareAndSet(false, true))
        .ifPresent(
            why ->
                System.err.println(
                    "goro-junit: the tests run on the JDK's scheduler, since "
                        + why
                        + ": deadlocks are found by the time limit only, and gomaxprocs has no"
                        + " effect; give the tests' JVM "
                        + Probe.flag()
                        + " (Maven: argLine of"
                        + " maven-surefire-plugin; Gradle: jvmArgs of the test task)"));
  }

  // ---- the methods, each a main goroutine

  @Override
  public void interceptBeforeAllMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, method, context);
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, method, context);
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, method, context);
  }

  @Override
  public <T extends @Nullable Object> T interceptTestFactoryMethod(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    return run(invocation, method, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, method, context);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<@Nullable Void> invocation,
      DynamicTestInvocationContext test,
      ExtensionContext context)
      throws Throwable {
    run(invocation, context.getDisplayName(), context);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, method, context);
  }

  @Override
  public void interceptAfterAllMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, method, context);
  }

  private static <T extends @Nullable Object> T run(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    Method m = method.getExecutable();
    String display = context.getDisplayName();
    boolean plain =
        !context.getElement().equals(Optional.of(m)) || display.equals(m.getName() + "()");
    String name = m.getDeclaringClass().getName() + "#" + m.getName();
    return run(invocation, plain ? name : name + " " + display, context);
  }

  private static <T extends @Nullable Object> T run(
      Invocation<T> invocation, String name, ExtensionContext context) throws Throwable {
    int seconds = settings(context).map(OnGoroutine::seconds).orElse(DEFAULT_SECONDS);
    try {
      return new MainRun<>(name, Duration.ofSeconds(seconds), invocation).run();
    } catch (DeadlockError e) {
      // Whoever was to wake the others may have panicked, which then is what went wrong.
      AssertionError panic = Panics.failure().orElseThrow(() -> e);
      panic.addSuppressed(e);
      throw panic;
    }
  }

  private static final int DEFAULT_SECONDS = defaultSeconds();

  private static int defaultSeconds() {
    try {
      return (int) OnGoroutine.class.getMethod("seconds").getDefaultValue();
    } catch (NoSuchMethodException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The annotation on the method, its class, or the nearest of the classes around that. */
  private static Optional<OnGoroutine> settings(ExtensionContext context) {
    for (Optional<ExtensionContext> c = Optional.of(context);
        c.isPresent();
        c = c.get().getParent()) {
      Optional<AnnotatedElement> element = c.get().getElement();
      Optional<OnGoroutine> found =
          element.flatMap(e -> AnnotationSupport.findAnnotation(e, OnGoroutine.class));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
