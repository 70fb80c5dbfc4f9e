package dev.goro.lab.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.goro.lab.process.Child;
import dev.goro.lab.process.Flags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process in a cgroup with a quota, where this process may make one. */
@Timeout(60)
class RealQuotaTest {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  /** Version 1, where the controller is mounted by itself; else version 2. */
  private static Path group() {
    Path parent = Files.isDirectory(ROOT.resolve("cpu")) ? ROOT.resolve("cpu") : ROOT;
    return parent.resolve("goro-lab-test-" + ProcessHandle.current().pid());
  }

  @Test
  void aQuotaOfHalfACpuIsFoundAndFelt() throws Exception {
    Path group = group();
    try {
      Files.createDirectory(group);
    } catch (IOException e) {
      abort("no cgroup can be made here: " + e);
    }
    try {
      limit(group);
      var answer =
          Child.java(Throttled.class, Flags.PLAIN)
              .under(
                  List.of(
                      "sh",
                      "-c",
                      "echo $$ > '" + group.resolve("cgroup.procs") + "' && exec \"$@\"",
                      "sh"))
              .run(Throttled.Answer.class);
      assertEquals(0.5, answer.cpus());
      assertTrue(answer.waited() > 0, "it computed all the time, and was never held up");
    } finally {
      remove(group);
    }
  }

  private static void limit(Path group) {
    try {
      if (Files.exists(group.resolve("cpu.cfs_quota_us"))) {
        write(group.resolve("cpu.cfs_period_us"), "100000");
        write(group.resolve("cpu.cfs_quota_us"), "50000");
      } else {
        write(group.resolve("cpu.max"), "50000 100000");
      }
    } catch (IOException e) {
      abort("no quota can be set here: " + e);
    }
  }

  /** Into a file that the system has made: where it has not there is no quota. */
  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }

  /** A group can be removed when its last process is gone, which may take a moment. */
  private static void remove(Path group) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!group.toFile().delete()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("the group " + group + " cannot be removed");
      }
      Thread.sleep(5);
    }
  }
}
