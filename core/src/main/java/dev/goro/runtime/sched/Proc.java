package dev.goro.runtime.sched;

/**
 * What others may know of a P: its number and which object it is. As long as a goroutine neither
 * waits nor yields, the P that it has asked for is that of its M, and no other M has that object:
 * so what belongs to a P needs no lock between two such points.
 */
public abstract sealed class Proc permits Processor {
  /** From 0 to GOMAXPROCS - 1; a P that takes the place of another has the same. */
  public final int id;

  Proc(int id) {
    this.id = id;
  }
}
