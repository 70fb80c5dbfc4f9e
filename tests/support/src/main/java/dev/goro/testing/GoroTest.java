package dev.goro.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sets the time limit of a test, or of every test of a class. Without it the limit is {@link
 * GoroExtension#DEFAULT_SECONDS}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(GoroExtension.class)
public @interface GoroTest {
  /**
   * The time limit of each test.
   *
   * @return the limit in seconds
   */
  int seconds() default GoroExtension.DEFAULT_SECONDS;
}
