/**
 * Goroutines in JUnit tests: {@link dev.goro.junit.OnGoroutine} runs a test as a main goroutine and
 * fails it on leaked goroutines, deadlocks, panics and at its time limit.
 */
module dev.goro.junit {
  requires dev.goro.core;
  requires transitive org.junit.jupiter.api;
  requires org.junit.platform.commons;
  requires static org.junit.platform.launcher;
  requires static org.jspecify;

  exports dev.goro.junit;
}
