package dev.goro.bench;

import dev.goro.bench.goro.GoroTwin;
import dev.goro.bench.jdk.JdkTwin;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who is measured. Those after the first three have a module of their own, which may be absent. */
enum Contender {
  GORO("goro", GoroTwin.class.getName(), 1),
  GO("go", null, Group.LIMIT),
  JDK("jdk", JdkTwin.class.getName(), 0.5),
  /** Channels for virtual threads; what has no channel in it would be the JDK's. */
  JOX("jox", "dev.goro.bench.jox.JoxTwin", 0.5),
  /** Kotlin's coroutines and their channels, on {@code Dispatchers.Default}. */
  KOTLIN("kotlin", "dev.goro.bench.kotlin.KotlinTwin", 1);

  private final String id;
  private final String mainClass;
  private final double goal;

  Contender(String id, String mainClass, double goal) {
    this.id = id;
    this.mainClass = mainClass;
    this.goal = goal;
  }

  /** The name in tables and in JSON. */
  String id() {
    return id;
  }

  /** The main class of its twin, where that is written for the JVM. */
  String mainClass() {
    return mainClass;
  }

  /** What the ratio of Goro's figure to this one's should not exceed; with Go the group tells. */
  double goal(Group group, int procs) {
    return this == GO ? group.goal(procs) : goal;
  }

  /** Whether its twin is on the class path; Go's is built when it is needed. */
  boolean isThere() {
    if (mainClass == null) {
      return true;
    }
    try {
      Class.forName(mainClass, false, Contender.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  static Optional<Contender> find(String id) {
    return Arrays.stream(values()).filter(c -> c.id.equals(id)).findFirst();
  }

  /** Those that Goro may be measured against. */
  static String opponents() {
    return Arrays.stream(values())
        .filter(c -> c != GORO)
        .map(Contender::id)
        .collect(Collectors.joining(", "));
  }
}
