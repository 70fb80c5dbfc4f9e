package dev.goro.lab.work;

/** Compares a program's result with the right one. */
final class Check {
  private Check() {}

  static void equal(String what, long expected, long found) {
    if (expected != found) {
      throw new IllegalStateException("%s must be %d, but was %d".formatted(what, expected, found));
    }
  }
}
