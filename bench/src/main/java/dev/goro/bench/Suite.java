package dev.goro.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * Workloads that come from one place.
 *
 * @param name the name on the command line and in the results
 * @param about where they come from
 * @param goFiles the files of the Go twin that hold them
 * @param workloads the workloads
 */
record Suite(String name, String about, List<String> goFiles, List<Workload> workloads) {
  /** A suite of these workloads, which are then told to belong to it. */
  static Suite of(String name, String about, List<String> goFiles, Workload... workloads) {
    return new Suite(
        name, about, goFiles, Stream.of(workloads).map(workload -> workload.in(name)).toList());
  }
}
