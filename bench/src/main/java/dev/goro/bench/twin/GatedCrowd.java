package dev.goro.bench.twin;

/** Many goroutines that wait for one gate, in one of the ways in which a goroutine can wait. */
public interface GatedCrowd extends Crowd {
  /**
   * Waits until the gate may be opened, where it opens at a time of its own; not part of what is
   * measured.
   *
   * @throws Exception if that went wrong
   */
  default void settle() throws Exception {}
}
