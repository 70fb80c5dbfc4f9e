package dev.goro.bench;

/** What the servers of the network benchmark do. */
enum NetWorkload {
  ECHO("echo"),
  HTTP("http");

  private final String id;

  NetWorkload(String id) {
    this.id = id;
  }

  /** The name on the command line, for servers and for the client. */
  String id() {
    return id;
  }
}
