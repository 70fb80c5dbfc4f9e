package dev.goro.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs a test, or every test of a class, as a main goroutine, and fails it
 *
 * <ul>
 *   <li>if a goroutine that it started is still there when it and its {@code @AfterEach} methods
 *       are over, with the stack and the creator of each such goroutine;
 *   <li>if all goroutines are asleep and nothing can wake one: at once, with a {@link
 *       dev.goro.DeadlockError};
 *   <li>if a throwable leaves a goroutine that it started;
 *   <li>if it exceeds its time limit, or one set by JUnit's {@code @Timeout}: a dump of all
 *       goroutines and threads is printed to {@code System.err}, and the test is interrupted.
 * </ul>
 *
 * {@snippet :
 * import dev.goro.Chan;
 * import dev.goro.Go;
 * import dev.goro.junit.OnGoroutine;
 * import org.junit.jupiter.api.Assertions;
 * import org.junit.jupiter.api.Test;
 *
 * @OnGoroutine
 * class GreetingTest {
 *   @Test
 *   void greets() {
 *     Chan<String> greetings = Chan.make();
 *     Go.go(() -> greetings.send("hello"));
 *     Assertions.assertEquals("hello", greetings.recv());
 *   }
 *
 *   @Test
 *   @OnGoroutine(gomaxprocs = 1, seconds = 5)
 *   void greetsOnOneProc() { … }
 * }
 * }
 *
 * <p>It works with {@code @Test}, {@code @ParameterizedTest}, {@code @RepeatedTest},
 * {@code @TestFactory} and {@code @Nested}; an annotation on a method or a nested class stands for
 * that on the class around it. {@code @BeforeEach}, {@code @AfterEach} and, where it is on the
 * class, {@code @BeforeAll} and {@code @AfterAll} methods run as main goroutines too, each as one
 * of its own: what they share with the test is fields, not thread locals. What {@code @BeforeAll}
 * starts may last until {@code @AfterAll} is over. What JUnit's thread did before a method is
 * visible to it, and what it did is visible to JUnit's thread.
 *
 * <p>GOMAXPROCS, deadlocks and panics are matters of the whole JVM, and so such tests do not run
 * beside each other, also where JUnit runs tests in parallel. {@code Go.onPanic} is set for each
 * test; one that expects panics sets its own handler.
 *
 * <p>The JVM of the tests needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}, or {@code
 * =dev.goro.core} where Goro stands on the module path. Without it they run on the JDK's scheduler,
 * which is said once: a deadlock is then found by the time limit, and {@code gomaxprocs} has no
 * effect. A deadlock is found by the limit as well while something outside might wake a goroutine:
 * a thread that the program started, a virtual thread on the JDK's scheduler, a child process.
 *
 * <p>{@code @ExtendWith(Goroutines.class)} does the same with the defaults, but for the lock.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(Goroutines.class)
@ResourceLock("dev.goro")
public @interface OnGoroutine {
  /**
   * The time limit, for the test and for each method before and after it.
   *
   * @return the limit in seconds, at least 1
   */
  int seconds() default 60;

  /**
   * How many goroutines may run at once during the test: GOMAXPROCS, which is then set back.
   *
   * @return the number; 0 leaves it as it is
   */
  int gomaxprocs() default 0;

  /**
   * Whether goroutines that the test started may stay. If not, they fail it, and are then
   * interrupted, so that the next test does not meet them.
   *
   * @return whether they may
   */
  boolean mayLeak() default false;
}
