package dev.goro.launch;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What {@code goro dump PID} loads into a running JVM: it writes {@code Go.dump()} to the file that
 * its argument names. Goro is looked up among the loaded classes, for a program may have it in a
 * class loader of its own.
 */
public final class DumpAgent {
  /** The class whose {@code dump} method is called. */
  private static final String GO = "dev.goro.Go";

  private DumpAgent() {}

  /**
   * Called by the JVM when the agent is attached.
   *
   * @param file the file to write, which must not exist yet; it appears when it is complete
   * @param instrumentation the JVM's loaded classes
   * @throws IOException if the file cannot be written
   */
  public static void agentmain(String file, Instrumentation instrumentation) throws IOException {
    var target = Path.of(file);
    var partial = Path.of(file + ".part");
    Files.writeString(partial, dumps(instrumentation));
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** One dump for each class loader that has Goro; empty if none has. */
  private static String dumps(Instrumentation instrumentation) {
    var text = new StringBuilder();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getName().equals(GO)) {
        try {
          text.append(type.getMethod("dump").invoke(null));
        } catch (ReflectiveOperationException e) {
          text.append("goro: this program's Goro gives no dump: ").append(e).append('\n');
        }
      }
    }
    return text.toString();
  }
}
