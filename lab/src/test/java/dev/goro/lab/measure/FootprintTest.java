package dev.goro.lab.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.lab.process.Child;
import dev.goro.lab.process.Flags;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is in the footprint of a process, and what is not. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FootprintTest {
  /** What the JVM may take or give back meanwhile. */
  private static final long NOISE = Weighing.SIZE / 4;

  private Weighing.Found found;

  @BeforeAll
  void weigh() throws InterruptedException {
    found =
        Footprint.fixHeap(Child.java(Weighing.class, Flags.PLAIN), 8L * Weighing.SIZE)
            .run(Weighing.Found.class);
  }

  @Test
  void theHeapAndItsGarbageAreNot() {
    assertTrue(found.empty() > 0 && found.empty() < 4L * Weighing.SIZE, found::toString);
    assertEquals(found.empty(), found.withGarbage(), NOISE, found::toString);
  }

  @Test
  void whatLivesOnTheHeapIs() {
    assertEquals(Weighing.SIZE, found.withLive() - found.withGarbage(), NOISE, found::toString);
  }

  @Test
  void whatIsOutsideOfTheHeapIs() {
    assertEquals(Weighing.SIZE, found.withNative() - found.withLive(), NOISE, found::toString);
  }

  @Test
  void workIsWeighedWhileItIsDone() {
    assertEquals(5, found.ofWork().size());
    for (long bytes : found.ofWork()) {
      assertEquals(Weighing.SIZE, bytes - found.withNative(), NOISE, found::toString);
    }
  }
}
