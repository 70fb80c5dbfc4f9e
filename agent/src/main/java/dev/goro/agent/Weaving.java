package dev.goro.agent;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the classes that the user has chosen, and counts what became of them. Any number of
 * threads may use it at once.
 *
 * <p>Example, for a tool that makes class files:
 *
 * {@snippet :
 * var weaving = Weaving.of("com.acme.*,!com.acme.hot.*", "--weave");
 * byte[] woven = weaving.apply("com.acme.Main", classFile); // null: the class stays as it is
 * }
 */
public final class Weaving {
  /** The system property that says what is woven; {@link #VARIABLE} where it is not set. */
  public static final String PROPERTY = "goro.weave";

  /** The environment's variable that says what is woven. */
  public static final String VARIABLE = "GORO_WEAVE";

  private final Selection selection;
  private final LongAdder woven = new LongAdder();
  private final LongAdder polls = new LongAdder();
  private final LongAdder needless = new LongAdder();
  private final LongAdder already = new LongAdder();
  private final LongAdder tooOld = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder unreachable = new LongAdder();
  private final LongAdder longMethods = new LongAdder();

  private Weaving(Selection selection) {
    this.selection = selection;
  }

  /**
   * Weaves what patterns choose.
   *
   * @param patterns packages and classes with commas between them, as in {@code
   *     com.acme.*,!com.acme.hot.*}; nothing for everything, {@code off} for nothing
   * @param source where the patterns stand, for the message about a wrong one
   * @return the weaving
   * @throws IllegalArgumentException with one sentence that says which pattern is none
   */
  public static Weaving of(String patterns, String source) {
    return new Weaving(Selection.parse(patterns, source));
  }

  /**
   * Weaves what the process's system property or environment says; everything if neither does.
   *
   * @return the weaving
   * @throws IllegalArgumentException with one sentence that says which pattern is none
   */
  public static Weaving ofProcess() {
    String property = System.getProperty(PROPERTY);
    if (property != null) {
      return of(property, "-D" + PROPERTY);
    }
    String variable = System.getenv(VARIABLE);
    return of(variable == null ? "" : variable, VARIABLE);
  }

  /**
   * Whether nothing is woven at all.
   *
   * @return whether it is off
   */
  public boolean isOff() {
    return selection.isOff();
  }

  /** Whether the user wants to be told what was done. */
  boolean wantsReport() {
    return selection.report();
  }

  /**
   * Whether a class is chosen.
   *
   * @param className its name, with dots
   * @return whether {@link #apply} would look at it
   */
  public boolean takes(String className) {
    return selection.takes(className);
  }

  /**
   * Weaves a class, if it is chosen. Never throws.
   *
   * @param className its name, with dots
   * @param classFile its class file, which is not changed
   * @return the woven class file; {@code null} where the class stays as it is
   */
  public byte @Nullable [] apply(String className, byte[] classFile) {
    if (!takes(className)) {
      return null;
    }
    Weaver.Result result = Weaver.weave(classFile);
    longMethods.add(result.tooLong());
    polls.add(result.polls());
    switch (result.outcome()) {
      case WOVEN -> woven.increment();
      case NOTHING_TO_DO -> needless.increment();
      case ALREADY_WOVEN -> already.increment();
      case TOO_OLD -> tooOld.increment();
      case FAILED -> failed.increment();
    }
    return result.bytes();
  }

  /** Counts a class that is left since its class loader does not know Goro. */
  void countUnreachable() {
    unreachable.increment();
  }

  /**
   * How many classes were left as they are since something in them was not understood.
   *
   * @return the number
   */
  public long failed() {
    return failed.sum();
  }

  /**
   * What was done, in one line.
   *
   * @return the line
   */
  public String report() {
    return ("%d classes woven with %d polls; left as they are: %d that need none, %d woven before,"
            + " %d older than Java 6, %d not understood, %d whose loader does not know Goro, and %d"
            + " methods that polls would make too long")
        .formatted(
            woven.sum(),
            polls.sum(),
            needless.sum(),
            already.sum(),
            tooOld.sum(),
            failed.sum(),
            unreachable.sum(),
            longMethods.sum());
  }
}
