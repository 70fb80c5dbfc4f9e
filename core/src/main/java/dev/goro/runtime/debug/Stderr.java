package dev.goro.runtime.debug;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;

/**
 * The process's standard error, for what the runtime's own threads have to say. They may not use
 * {@code System.err}: it has a lock, and a goroutine that holds it may wait for the very thread
 * that would print.
 */
public final class Stderr {
  private static final OutputStream ERR = new FileOutputStream(FileDescriptor.err);
  private static final Charset CHARSET =
      Charset.forName(System.getProperty("stderr.encoding", "UTF-8"), Charset.defaultCharset());

  private Stderr() {}

  /** Prints lines, at once. */
  public static void println(String lines) {
    try {
      ERR.write((lines + System.lineSeparator()).getBytes(CHARSET));
    } catch (IOException e) {
      // Nobody reads it.
    }
  }

  /** Prints a line and the stack of what was thrown. */
  public static void println(String line, Throwable thrown) {
    var stack = new StringWriter();
    thrown.printStackTrace(new PrintWriter(stack, true));
    println(line + System.lineSeparator() + stack);
  }
}
