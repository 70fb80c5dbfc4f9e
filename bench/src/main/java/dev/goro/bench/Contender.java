package dev.goro.bench;

/** Who is measured. */
enum Contender {
  GORO("goro"),
  GO("go"),
  JDK("jdk");

  private final String id;

  Contender(String id) {
    this.id = id;
  }

  /** The name in tables and in JSON. */
  String id() {
    return id;
  }
}
