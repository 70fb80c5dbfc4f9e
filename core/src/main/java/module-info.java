/** Goroutines for Java: a scheduler of goroutines, typed channels and select. It needs nothing but the JDK. */
module dev.goro.core {
  exports dev.goro;
  exports dev.goro.sync;
  exports dev.goro.time;
}
