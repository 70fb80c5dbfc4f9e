package dev.goro.lab.process;

import java.util.List;

/** What a child JVM is started with, and on what its experiment runs. */
public enum Flags {
  /** As {@code goro run} starts a program: the experiment is the main goroutine. */
  GORO(
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "-Djdk.trackAllThreads=false",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UseCondCardMark")),

  /** As {@code java} starts a program: the experiment runs on the main thread. */
  PLAIN(
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UseCondCardMark"));

  /** The collector of every child, unless it is given another. */
  static final String COLLECTOR = "-XX:+UseParallelGC";

  private final List<String> flags;

  Flags(List<String> flags) {
    this.flags = flags;
  }

  List<String> flags() {
    return flags;
  }
}
