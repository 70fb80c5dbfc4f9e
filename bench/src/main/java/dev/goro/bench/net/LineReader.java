package dev.goro.bench.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** Reads lines into a buffer and shows them there, without an object for each line. */
final class LineReader {
  private final InputStream in;
  private final byte[] buffer;
  private int filled;
  private int start;
  private int end;
  private int next;

  LineReader(InputStream in, int size) {
    this.in = in;
    buffer = new byte[size];
  }

  /**
   * Reads the next line.
   *
   * @return whether there is one; false at the end of the stream
   */
  boolean next() throws IOException {
    start = next;
    int searched = start;
    while (true) {
      for (; searched < filled; searched++) {
        if (buffer[searched] == '\n') {
          next = searched + 1;
          end = searched > start && buffer[searched - 1] == '\r' ? searched - 1 : searched;
          return true;
        }
      }
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, filled - start);
        filled -= start;
        searched -= start;
        start = 0;
      } else if (filled == buffer.length) {
        throw new ProtocolException("a line is longer than " + buffer.length + " bytes");
      }
      int n = in.read(buffer, filled, buffer.length - filled);
      if (n < 0) {
        if (filled > 0) {
          throw new ProtocolException("the stream ended within a line");
        }
        next = 0;
        return false;
      }
      filled += n;
    }
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where the line begins in the buffer. */
  int start() {
    return start;
  }

  /** Where the line ends in the buffer, without its end of line. */
  int end() {
    return end;
  }
}
