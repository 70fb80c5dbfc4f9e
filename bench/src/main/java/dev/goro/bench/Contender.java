package dev.goro.bench;

import dev.goro.bench.goro.GoroTwin;
import dev.goro.bench.jdk.JdkTwin;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who is measured. Those after the first three have a module of their own, which may be absent. */
enum Contender {
  GORO("goro", GoroTwin.class.getName(), EnumSet.allOf(Workload.class)),
  GO("go", null, EnumSet.allOf(Workload.class)),
  JDK("jdk", JdkTwin.class.getName(), EnumSet.complementOf(EnumSet.of(Workload.SELECT))),
  /** Channels for virtual threads; what has no channel in it would be the JDK's. */
  JOX(
      "jox",
      "dev.goro.bench.jox.JoxTwin",
      EnumSet.of(
          Workload.UNBUFFERED,
          Workload.PINGPONG,
          Workload.BUFFERED,
          Workload.SELECT,
          Workload.CHAIN,
          Workload.SKYNET)),
  /** Kotlin's coroutines and their channels, on {@code Dispatchers.Default}. */
  KOTLIN(
      "kotlin",
      "dev.goro.bench.kotlin.KotlinTwin",
      EnumSet.complementOf(EnumSet.of(Workload.PARK, Workload.PARKED)));

  private final String id;
  private final String mainClass;
  private final Set<Workload> workloads;

  Contender(String id, String mainClass, Set<Workload> workloads) {
    this.id = id;
    this.mainClass = mainClass;
    this.workloads = workloads;
  }

  /** The name in tables and in JSON. */
  String id() {
    return id;
  }

  /** The main class of its twin, where that is written for the JVM. */
  String mainClass() {
    return mainClass;
  }

  /** Whether its twin has a workload. */
  boolean has(Workload workload) {
    return workloads.contains(workload);
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
