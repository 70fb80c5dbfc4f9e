package dev.goro.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which classes are woven, as the user wrote it: patterns with commas between them.
 *
 * <ul>
 *   <li>{@code com.acme.*} is a package with those below it, {@code com.acme.Main} a class with
 *       those nested in it, {@code *} everything.
 *   <li>With {@code !} before it, a pattern says what is left out. That comes before all else.
 *   <li>Where no pattern says what is taken, all is.
 *   <li>{@code off} takes nothing. {@code report} makes the agent tell at the end what it did.
 * </ul>
 *
 * <p>The JDK's classes and Goro's own are never taken, whatever the patterns say.
 */
final class Selection {
  private static final Pattern NAME =
      Pattern.compile(
          "\\*|\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
              + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*(\\.\\*)?");

  private static final List<String> NEVER = List.of("java.", "jdk.", "sun.", "dev.goro.");

  private final List<String> taken;
  private final List<String> leftOut;
  private final boolean report;

  private Selection(List<String> taken, List<String> leftOut, boolean report) {
    this.taken = taken;
    this.leftOut = leftOut;
    this.report = report;
  }

  /**
   * Reads patterns.
   *
   * @param source where they stand, for the message
   * @throws IllegalArgumentException with one sentence if one is no pattern
   */
  static Selection parse(String patterns, String source) {
    var taken = new ArrayList<String>();
    var leftOut = new ArrayList<String>();
    boolean report = false;
    for (String part : patterns.split(",")) {
      String pattern = part.strip();
      switch (pattern) {
        case "" -> {}
        case "off" -> leftOut.add("*");
        case "report" -> report = true;
        default -> {
          boolean out = pattern.startsWith("!");
          String name = out ? pattern.substring(1) : pattern;
          if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                source
                    + " has \""
                    + pattern
                    + "\": write a package as com.acme.*, a class as com.acme.Main, ! before what is"
                    + " left out, or off");
          }
          (out ? leftOut : taken).add(name);
        }
      }
    }
    return new Selection(taken, leftOut, report);
  }

  /** Whether nothing at all is taken. */
  boolean isOff() {
    return leftOut.contains("*");
  }

  /** Whether the user wants to be told what was done. */
  boolean report() {
    return report;
  }

  /** Whether a class is taken, by its name with dots. */
  boolean takes(String className) {
    return NEVER.stream().noneMatch(className::startsWith)
        && leftOut.stream().noneMatch(p -> matches(p, className))
        && (taken.isEmpty() || taken.stream().anyMatch(p -> matches(p, className)));
  }

  private static boolean matches(String pattern, String className) {
    if (pattern.equals("*")) {
      return true;
    }
    if (pattern.endsWith(".*")) {
      return className.startsWith(pattern.substring(0, pattern.length() - 1));
    }
    return className.startsWith(pattern)
        && (className.length() == pattern.length() || className.charAt(pattern.length()) == '$');
  }
}
