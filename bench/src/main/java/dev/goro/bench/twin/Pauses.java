package dev.goro.bench.twin;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** The collector's pauses since it was made, as the JVM tells them. */
final class Pauses implements NotificationListener {
  private final List<Long> millis = new ArrayList<>();

  private Pauses() {}

  static Pauses watch() {
    var pauses = new Pauses();
    for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      // A concurrent cycle is told like a pause, and is none.
      if (!collector.getName().contains("Concurrent")
          && collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(pauses, null, null);
      }
    }
    return pauses;
  }

  @Override
  public synchronized void handleNotification(Notification notification, Object handback) {
    var info = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
    millis.add(info.getGcInfo().getDuration());
  }

  /** The sum in milliseconds. */
  synchronized double total() {
    return millis.stream().mapToLong(Long::longValue).sum();
  }

  /** The longest in milliseconds. */
  synchronized double longest() {
    return millis.stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
