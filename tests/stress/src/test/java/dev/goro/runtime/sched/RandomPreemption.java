package dev.goro.runtime.sched;

import dev.goro.preempt.Preempt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * With {@code -Dgoro.preempt=true}: a thread that does at random moments, and thousands of times a
 * second, what sysmon does once a goroutine has run for long. It ends the time slice of a P, which
 * whoever runs on it sees at its next woven poll, and now and then it takes the P away.
 */
public final class RandomPreemption implements BeforeAllCallback {
  private static final int MAX_PAUSE_NANOS = 200_000;
  private static final int RETAKE_EVERY = 50;
  private static final int MAX_ORPHANS = 20;

  private static final AtomicBoolean STARTED = new AtomicBoolean();

  @Override
  public void beforeAll(ExtensionContext context) {
    if (Boolean.getBoolean("goro.preempt") && STARTED.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("random preemption").start(RandomPreemption::run);
    }
  }

  private static void run() {
    var random = ThreadLocalRandom.current();
    while (true) {
      LockSupport.parkNanos(random.nextInt(MAX_PAUSE_NANOS));
      Processor[] all = Procs.all();
      Processor p = all[random.nextInt(all.length)];
      int tick = p.schedtick;
      Machine m = p.m;
      if (m == null || m.curg == null) {
        continue;
      }
      if (random.nextInt(RETAKE_EVERY) == 0 && Procs.orphans() < MAX_ORPHANS) {
        Procs.retake(p, tick);
      } else {
        p.preempt = true;
        Preempt.requested = true;
      }
    }
  }
}
