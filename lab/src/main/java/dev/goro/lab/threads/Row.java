package dev.goro.lab.threads;

/** What was timed on both, in the order of the chart. */
enum Row {
  CREATE("create, run and end one", 0),
  SWITCH_ONE_CPU("switch, on one CPU", 0),
  SWITCH("switch, on all CPUs", 0),
  PASS_ONE("pass a value on, room for 1", 1),
  PASS_MANY("pass a value on, room for 128", 128),
  WAIT("CPU time of a wait", 0);

  private final String label;
  private final int room;

  Row(String label, int room) {
    this.label = label;
    this.room = room;
  }

  String label() {
    return label;
  }

  /** The room of the buffer or channel. */
  int room() {
    return room;
  }
}
