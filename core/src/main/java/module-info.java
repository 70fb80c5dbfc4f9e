import org.jspecify.annotations.NullMarked;

/**
 * Goroutines for Java: a scheduler of goroutines, typed channels and select. It needs nothing but
 * the JDK.
 */
@NullMarked
module dev.goro.core {
  requires static org.jspecify;

  exports dev.goro;
  exports dev.goro.channels;
  exports dev.goro.context;
  exports dev.goro.coroutine;
  exports dev.goro.flow;
  exports dev.goro.loop;
  exports dev.goro.preempt;
  exports dev.goro.sync;
  exports dev.goro.time;

  // For goro-junit alone, which more often than not stands on the class path and has no name.
  exports dev.goro.runtime.testing;
}
