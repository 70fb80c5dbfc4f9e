package dev.goro.runtime.debug;

import dev.goro.runtime.sched.Goroutine;
import dev.goro.runtime.sched.Scheduler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Dumps: every goroutine with why it waits and for how long, its stack, and where it was made.
 * Those that are alike in all but the time are folded into one.
 *
 * <p>A dump stops nobody: it shows each goroutine as it was at some moment during the dump.
 */
public final class Dump {
  private static final int IDS_SHOWN = 10;

  private Dump() {}

  /** Every goroutine. */
  public static String all() {
    return of(everyGoroutine());
  }

  /** Every goroutine, guests included, as far as one look finds them. */
  public static Set<Goroutine> everyGoroutine() {
    Set<Goroutine> all = new LinkedHashSet<>(Scheduler.registered());
    all.addAll(Scheduler.running());
    all.addAll(Scheduler.queued());
    return all;
  }

  /** Every goroutine that has parked. */
  public static String blocked() {
    return of(Scheduler.registered());
  }

  private record Kind(
      String state,
      String where,
      List<StackTraceElement> frames,
      @Nullable StackTraceElement site,
      long creator) {}

  private static final class Group {
    final List<Goroutine> members = new ArrayList<>();
    long since = Long.MAX_VALUE;
  }

  /** The given ones. */
  public static String of(Collection<Goroutine> goroutines) {
    Map<Kind, Group> groups = new LinkedHashMap<>();
    List<Goroutine> sorted = new ArrayList<>(goroutines);
    // A main goroutine, which made the others, comes first; guests last.
    sorted.sort(Comparator.comparingLong(g -> g.isGuest() ? Long.MAX_VALUE : g.id()));
    long now = System.nanoTime();
    for (Goroutine g : sorted) {
      if (g.isDead()) {
        continue;
      }
      StackTraceElement[] stack = g.stackTrace();
      String state = States.of(g, stack);
      if (g.isGuest() && States.isPoller(stack)) {
        continue; // the JDK's own
      }
      Kind kind = new Kind(state, g.where(), Frames.ofUser(stack), g.site(), g.creatorId());
      Group group = groups.computeIfAbsent(kind, k -> new Group());
      group.members.add(g);
      boolean waits = g.isWaiting() || g.isJdkWaiting();
      group.since = Math.min(group.since, waits ? g.waitSince() - now : 0);
    }
    StringBuilder out = new StringBuilder();
    groups.forEach(
        (kind, group) -> {
          out.append(header(group.members, kind.state + duration(-group.since) + kind.where))
              .append('\n');
          Frames.print(out, kind.frames);
          createdBy(out, group.members.getFirst());
          out.append('\n');
        });
    return out.toString().stripTrailing();
  }

  /** The frames of a stack that are of interest to the program: without those of the scheduler. */
  public static List<StackTraceElement> userFrames(List<StackTraceElement> stack) {
    return Frames.ofUser(stack.toArray(StackTraceElement[]::new));
  }

  /** The line that names goroutines which are alike. */
  static String header(List<Goroutine> members, String state) {
    StringBuilder out = new StringBuilder();
    Goroutine first = members.getFirst();
    if (first.isGuest()) {
      out.append(members.size() == 1 ? "virtual thread " : members.size() + " virtual threads ");
    } else {
      out.append(members.size() == 1 ? "goroutine " : members.size() + " goroutines ");
    }
    for (int i = 0; i < Math.min(members.size(), IDS_SHOWN); i++) {
      Goroutine g = members.get(i);
      out.append(i == 0 ? "" : ", ")
          .append(g.isGuest() ? "#" + g.thread().threadId() : String.valueOf(g.id()));
      if (!g.name().isEmpty()) {
        out.append(" \"").append(g.name()).append('"');
      }
    }
    if (members.size() > IDS_SHOWN) {
      out.append(", ...");
    }
    return out.append(" [").append(state).append("]:").toString();
  }

  /** The line that tells where a goroutine was made. */
  static void createdBy(StringBuilder out, Goroutine g) {
    if (g.isGuest() || (g.site() == null && g.creatorId() == 0)) {
      return;
    }
    out.append("created by ").append(g.site() == null ? "an unknown place" : g.site());
    if (g.creatorId() != 0) {
      out.append(" in goroutine ").append(g.creatorId());
    }
    out.append('\n');
  }

  private static String duration(long nanos) {
    long seconds = nanos / 1_000_000_000;
    if (seconds < 1) {
      return "";
    }
    return seconds < 60 ? ", " + count(seconds, "second") : ", " + count(seconds / 60, "minute");
  }

  private static String count(long n, String unit) {
    return n == 1 ? "1 " + unit : n + " " + unit + "s";
  }
}
