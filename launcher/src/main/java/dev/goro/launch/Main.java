package dev.goro.launch;

import dev.goro.runtime.sched.Program;
import java.util.Arrays;

/**
 * The class that the {@code goro} command starts: it calls another class's {@code main} on the main
 * goroutine, and the JVM ends when that ends.
 *
 * <p>Arguments: the name of the class, or {@code -jar} and a jar on the class path whose manifest
 * names it; then the program's own arguments.
 */
public final class Main {
  /** What a command exits with that was used wrongly. */
  private static final int MISUSED = 2;

  private Main() {}

  /**
   * Runs the program that the arguments name; the JVM exits with it.
   *
   * @param args the main class, or {@code -jar} and a jar; then the program's arguments
   */
  public static void main(String[] args) {
    final MainMethod main;
    final String[] programArgs;
    try {
      if (args.length >= 2 && args[0].equals("-jar")) {
        main = MainMethod.of(ProgramJar.open(args[1]).mainClass());
        programArgs = Arrays.copyOfRange(args, 2, args.length);
      } else if (args.length >= 1) {
        main = MainMethod.of(args[0]);
        programArgs = Arrays.copyOfRange(args, 1, args.length);
      } else {
        throw new LaunchException("no main class was given: name one, or -jar and a jar");
      }
    } catch (LaunchException e) {
      System.err.println("goro: " + e.getMessage() + ".");
      System.exit(MISUSED);
      return;
    }
    QuitSignal.dumpOnQuit();
    Program.run(() -> main.invoke(programArgs));
  }
}
