package dev.goro.behaviour.threads;

/** The OS thread that carries the caller, by its name. */
final class Carrier {
  private Carrier() {}

  /** The text of a virtual thread names its carrier while it runs. */
  static String name() {
    String text = Thread.currentThread().toString();
    return text.substring(text.indexOf('@') + 1);
  }
}
