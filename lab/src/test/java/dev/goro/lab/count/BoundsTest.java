package dev.goro.lab.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.lab.measure.Footprint;
import dev.goro.lab.process.Child;
import dev.goro.lab.process.Flags;
import dev.goro.testing.GoroTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What bounds the threads, and what happens where the system refuses one. */
@GoroTest(seconds = 50)
class BoundsTest {
  @TempDir private Path folder;

  @Test
  void staysBelowEachBound() {
    var bounds = Bounds.here();
    for (var bound : bounds.all()) {
      assertTrue(bounds.safeThreads() <= bound.safe(), bound::toString);
      assertTrue(bound.safe() <= bound.limit() / 2, bound::toString);
    }
    assertTrue(bounds.memory() > 0);
    assertFalse(bounds.reason().isEmpty());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void readsWhatTheKernelTells() throws IOException {
    Path file = Path.of("/proc/sys/kernel/threads-max");
    assumeTrue(Files.isReadable(file));
    try (var lines = Files.lines(file)) {
      long max = Long.parseLong(lines.findFirst().orElseThrow().strip());
      assertEquals(OptionalLong.of(max), Bounds.number(file));
    }
    assertTrue(Bounds.here().all().stream().anyMatch(b -> b.name().equals("ulimit -u")));
  }

  @Test
  void noLimitIsNone() throws IOException {
    assertEquals(OptionalLong.empty(), number("max\n"));
    assertEquals(OptionalLong.empty(), number(""));
    assertEquals(OptionalLong.empty(), number("9223372036854771712\n")); // version 1 says so
    assertEquals(OptionalLong.of(12), number("12\n"));
    assertEquals(OptionalLong.empty(), Bounds.number(folder.resolve("absent")));
  }

  private OptionalLong number(String text) throws IOException {
    return Bounds.number(Files.writeString(folder.resolve("number"), text));
  }

  @Test
  void memoryOfACgroupIsWhatIsLeft() throws IOException {
    Files.writeString(folder.resolve("memory.max"), "1000\n");
    Files.writeString(folder.resolve("memory.current"), "400\n");
    assertEquals(OptionalLong.of(600), Cgroup.memoryLeft(folder));
    Files.writeString(folder.resolve("memory.max"), "max\n");
    assertEquals(OptionalLong.empty(), Cgroup.memoryLeft(folder));
    Files.writeString(folder.resolve("memory.limit_in_bytes"), "500\n");
    Files.writeString(folder.resolve("memory.usage_in_bytes"), "450\n");
    assertEquals(OptionalLong.of(50), Cgroup.memoryLeft(folder));
  }

  @Test
  void stepsEndAtTheMost() {
    assertEquals(List.of(100, 300, 1_000, 2_000), CountPart.steps(2_000));
    assertEquals(List.of(100, 300), CountPart.steps(300));
    assertEquals(List.of(7), CountPart.steps(7));
  }

  /** A limit of the address space stands for the limits that a test may not set. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void tellsThatTheSystemRefusedOneAndLetsAllOfThemEnd() throws InterruptedException {
    var grown =
        Footprint.fixHeap(Child.java(Alive.class, Flags.PLAIN), 64 << 20)
            .flag("-Xss8m")
            .flag("-XX:-UseCompressedClassPointers")
            .flag("-XX:-UseCompactObjectHeaders")
            .flag("-XX:ReservedCodeCacheSize=48m")
            .under(List.of("sh", "-c", "ulimit -v 2500000; exec \"$@\"", "sh"))
            .args(true, 5, 1_000)
            .run(Alive.Grown.class);
    assertTrue(grown.refusal().contains("thread"), grown::toString);
    assertTrue(grown.most() >= 5 && grown.most() < 1_000, grown::toString);
    assertEquals(grown.most(), grown.ended());
    assertEquals(5, grown.steps().getLast().alive());
  }
}
