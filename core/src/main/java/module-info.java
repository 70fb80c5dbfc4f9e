import org.jspecify.annotations.NullMarked;

/**
 * Goroutines for Java: a scheduler of goroutines, typed channels and select. It needs nothing but
 * the JDK.
 */
@NullMarked
@SuppressWarnings("module") // dev.goro.junit is built on this one
module dev.goro.core {
  requires static org.jspecify;

  exports dev.goro;
  exports dev.goro.channels;
  exports dev.goro.flow;
  exports dev.goro.preempt;
  exports dev.goro.sync;
  exports dev.goro.time;
  exports dev.goro.runtime.testing to
      dev.goro.junit;
}
