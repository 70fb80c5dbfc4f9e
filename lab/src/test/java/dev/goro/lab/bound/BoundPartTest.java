package dev.goro.lab.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.lab.Run;
import dev.goro.lab.measure.Effort;
import dev.goro.lab.process.Child;
import dev.goro.lab.process.Cpus;
import dev.goro.lab.report.Cell;
import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Section;
import dev.goro.lab.technique.Technique;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The part in a small run, and how it reads what the system says of its CPUs. */
@Timeout(180)
class BoundPartTest {
  /** As short as can be: the figures are compared with what lies far from them. */
  private static final BoundPart.Efforts EFFORTS =
      new BoundPart.Efforts(new Effort(50, 50, 1), new Effort(20, 20, 1));

  private static final int TRIES = 3;
  private static final double CLEARLY_MORE = 1.5;

  @TempDir private Path root;

  @Test
  void waitsCostLittleAndComputingKeepsNoMoreCpusBusyThanThereAre() throws Exception {
    Section section = new BoundPart().run(new Run(true, 1, 1_000, "", _ -> {}), EFFORTS);
    var computing = section.tables().get(0).rows();
    var waiting = section.tables().get(1).rows();
    int cpus = Runtime.getRuntime().availableProcessors();

    double loop = busy(row(computing, "event loop, CPUs: " + cpus));
    double goroutines = busy(row(computing, "goroutines, CPUs: " + cpus));
    assertTrue(goroutines > 0 && goroutines < cpus + 0.3, "busy: " + goroutines);
    assertTrue(loop > 0 && loop < cpus + 0.3, "busy: " + loop);
    // A hundred waits on a few threads take turns; on goroutines they are one.
    double pool = figure(row(waiting, "100, fixed pool"), 1);
    double many = figure(row(waiting, "1,000, goroutines"), 1);
    if (cpus <= 8) {
      assertTrue(many < pool, "1,000 goroutines: %f ns, 100 in a pool: %f".formatted(many, pool));
    }
    assertTrue(
        row(waiting, "5,000, OS threads").get(1).show().startsWith("not run: "),
        "nothing was measured of what was not run");
    assertTrue(section.verdicts().stream().anyMatch(v -> v.contains("where 5,000 wait at once")));
  }

  /** Goroutines compute on all CPUs, an event loop on one. */
  @Test
  void goroutinesWantMoreCpusThanAnEventLoop() throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "there is one CPU");
    assumeTrue(Wanted.isTold(), "the system does not tell who waits for a CPU");
    var tries = new ArrayList<String>();
    while (tries.size() < TRIES) {
      double loop = wantedBy(Technique.LOOP);
      double goroutines = wantedBy(Technique.GOROUTINES);
      if (goroutines > CLEARLY_MORE * loop) {
        return;
      }
      tries.add("goroutines: %.2f, event loop: %.2f".formatted(goroutines, loop));
    }
    fail("CPUs that are wanted: " + tries);
  }

  private static double wantedBy(Technique technique) throws Exception {
    return Child.java(Wanted.class, technique.flags())
        .args(technique)
        .args(new Effort(100, 100, 3).args().toArray())
        .run(Double.class);
  }

  private static List<Cell> row(List<List<Cell>> rows, String name) {
    return rows.stream().filter(r -> r.getFirst().show().equals(name)).findFirst().orElseThrow();
  }

  private static double busy(List<Cell> row) {
    return figure(row, 3);
  }

  private static double figure(List<Cell> row, int column) {
    return ((Figure) row.get(column)).median();
  }

  @Test
  void readsListsOfCpus() {
    assertEquals(List.of(0, 1, 2, 3, 8), Cpus.list(" 0-3,8\n"));
    assertEquals(List.of(5), Cpus.list("5"));
  }

  @Test
  void findsTheQuotaOfAGroupAndOfItsParents() throws Exception {
    Path group = Files.createDirectories(root.resolve("a/b"));
    Files.writeString(root.resolve("a/cpu.max"), "150000 100000\n");
    Files.writeString(group.resolve("cpu.max"), "max 100000\n");
    Files.writeString(
        root.resolve("a/cpu.stat"), "nr_throttled 3\nthrottled_usec 25\nusage_usec 99\n");

    var quotas = Quota.of("0::/a/b", root).toList();

    assertEquals(List.of(new Quota(1.5, root.resolve("a/cpu.stat"))), quotas);
    assertEquals(25_000, quotas.getFirst().throttledNanos());
  }

  @Test
  void findsTheQuotaOfVersion1() throws Exception {
    Path group = Files.createDirectories(root.resolve("cpu,cpuacct/a"));
    Files.writeString(group.resolve("cpu.cfs_quota_us"), "50000\n");
    Files.writeString(group.resolve("cpu.cfs_period_us"), "100000\n");
    Files.writeString(group.resolve("cpu.stat"), "nr_throttled 3\nthrottled_time 77\n");

    var quotas = Quota.of("4:cpu,cpuacct:/a", root).toList();

    assertEquals(List.of(new Quota(0.5, group.resolve("cpu.stat"))), quotas);
    assertEquals(77, quotas.getFirst().throttledNanos());
    assertEquals(Optional.empty(), Quota.of("7:memory:/a", root).findFirst());
    Files.writeString(group.resolve("cpu.cfs_quota_us"), "-1\n");
    assertEquals(Optional.empty(), Quota.of("4:cpu,cpuacct:/a", root).findFirst());
  }
}
