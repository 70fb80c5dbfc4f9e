package dev.goro.runtime.sched;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says: {@code GOMAXPROCS}, {@code GORO_MAXSTACK}, {@code GORO_AFFINITY} and
 * {@code GORO_DEBUG}. A value that cannot be read is a problem, named in one sentence, and counts
 * as not set: the launcher refuses to start with it, a library says it once.
 *
 * @param gomaxprocs how many goroutines may run at once
 * @param maxStack the size of an M's stack in bytes, which bounds the recursion of the goroutine
 *     that it runs
 * @param affinity the CPUs that the Ms are kept to, none for no affinity
 * @param schedtraceMillis how often to print the scheduler's state, 0 for never
 * @param contention whether to print with it how often the runtime's structures were contended
 * @param problems what was wrong
 */
public record Settings(
    int gomaxprocs,
    long maxStack,
    List<Integer> affinity,
    int schedtraceMillis,
    boolean contention,
    List<String> problems) {
  /** As many as a P's id is sure to fit. */
  public static final int MAX_PROCS = 1024;

  private static final long DEFAULT_MAX_STACK = 1_000_000_000;
  private static final long MIN_MAX_STACK = 256 << 10;
  private static final Settings CURRENT =
      read(
          System.getenv("GOMAXPROCS"),
          System.getenv("GORO_MAXSTACK"),
          System.getenv("GORO_AFFINITY"),
          System.getenv("GORO_DEBUG"));

  /** Those of this process. */
  public static Settings current() {
    return CURRENT;
  }

  static Settings read(
      @Nullable String procs,
      @Nullable String maxStack,
      @Nullable String affinity,
      @Nullable String debug) {
    List<String> problems = new ArrayList<>();
    Debug trace = Debug.read(debug, problems);
    return new Settings(
        readProcs(procs, problems),
        readStack(maxStack, problems),
        readAffinity(affinity, problems),
        trace.schedtrace,
        trace.contention,
        problems);
  }

  private static int readProcs(@Nullable String text, List<String> problems) {
    // On Linux the JVM's number of processors is what the container grants.
    int cpus = Math.min(Runtime.getRuntime().availableProcessors(), MAX_PROCS);
    if (text == null || text.isBlank()) {
      return cpus;
    }
    try {
      int n = Integer.parseInt(text.strip());
      if (n >= 1 && n <= MAX_PROCS) {
        return n;
      }
    } catch (NumberFormatException e) {
      // falls through to the sentence below
    }
    problems.add(
        "GOMAXPROCS="
            + text
            + " is not a number from 1 to "
            + MAX_PROCS
            + ": set such a number, or unset it");
    return cpus;
  }

  private static long readStack(@Nullable String text, List<String> problems) {
    if (text == null || text.isBlank()) {
      return DEFAULT_MAX_STACK;
    }
    String digits = text.strip().toUpperCase(Locale.ROOT);
    int shift =
        digits.endsWith("K") ? 10 : digits.endsWith("M") ? 20 : digits.endsWith("G") ? 30 : 0;
    try {
      long n = Long.parseLong(shift == 0 ? digits : digits.substring(0, digits.length() - 1));
      if (n >= 1 && n <= Long.MAX_VALUE >> shift && n << shift >= MIN_MAX_STACK) {
        return n << shift;
      }
    } catch (NumberFormatException e) {
      // falls through to the sentence below
    }
    problems.add(
        "GORO_MAXSTACK="
            + text
            + " is not a size of at least 256K: write bytes, or a number with K, M or G, such as 64M");
    return DEFAULT_MAX_STACK;
  }

  private static List<Integer> readAffinity(@Nullable String text, List<String> problems) {
    if (text == null || text.isBlank()) {
      return List.of();
    }
    String setting = "GORO_AFFINITY=" + text;
    String whyNot = noAffinity();
    if (whyNot != null) {
      problems.add(setting + " " + whyNot + ": see to that, or unset it");
      return List.of();
    }
    try {
      List<Integer> allowed = CpuList.allowed();
      if (text.strip().equals("on")) {
        return allowed;
      }
      List<Integer> cpus = CpuList.parse(text);
      if (allowed.containsAll(cpus)) {
        return cpus;
      }
      problems.add(
          setting
              + " names a CPU that this process may not use: choose from "
              + CpuList.allowedText()
              + ", or unset it");
    } catch (NumberFormatException e) {
      problems.add(setting + " is neither on nor a list of CPUs: write it like 0-3,6, or unset it");
    } catch (IOException e) {
      problems.add(setting + " needs Linux's /proc, which cannot be read (" + e + "): unset it");
    }
    return List.of();
  }

  /** Why there is no affinity here, {@code null} if there is. */
  private static @Nullable String noAffinity() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return "works on Linux only";
    }
    Module module = Settings.class.getModule();
    if (module.isNativeAccessEnabled()) {
      return null;
    }
    return "needs the JVM's flag --enable-native-access="
        + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
  }

  /** What {@code GORO_DEBUG} asks for. */
  private record Debug(int schedtrace, boolean contention) {
    static Debug read(@Nullable String text, List<String> problems) {
      int schedtrace = 0;
      boolean contention = false;
      if (text == null || text.isBlank()) {
        return new Debug(schedtrace, contention);
      }
      for (String item : text.split(",", -1)) {
        String[] pair = item.strip().split("=", 2);
        try {
          if (pair[0].equals("schedtrace") && pair.length == 2) {
            schedtrace = Math.max(0, Integer.parseInt(pair[1].strip()));
            continue;
          }
          if (pair[0].equals("contention") && pair.length == 2) {
            contention = Integer.parseInt(pair[1].strip()) != 0;
            continue;
          }
        } catch (NumberFormatException e) {
          // falls through to the sentence below
        }
        problems.add(
            "GORO_DEBUG has \""
                + item
                + "\", which is not known: write schedtrace=MILLISECONDS or contention=1");
      }
      return new Debug(schedtrace, contention);
    }
  }
}
