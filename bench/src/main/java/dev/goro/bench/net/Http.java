package dev.goro.bench.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.util.Arrays;

/**
 * HTTP/1.1 by hand, as much of it as a GET on a connection that is kept alive needs: the request
 * line and the headers are read line by line until an empty one.
 */
final class Http {
  private static final String BODY = "Hello, world!\n";
  private static final byte[] HELLO =
      ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
              + BODY.length()
              + "\r\n\r\n"
              + BODY)
          .getBytes(ISO_8859_1);
  private static final byte[] NOT_FOUND =
      "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1);
  private static final byte[] KNOWN_REQUEST = "GET /hello HTTP/1.1".getBytes(ISO_8859_1);
  private static final byte[] CONNECTION = "connection".getBytes(ISO_8859_1);
  private static final byte[] CLOSE = "close".getBytes(ISO_8859_1);

  private Http() {}

  /** Answers requests until the client closes the connection or asks for its end. */
  static void serve(Socket socket) throws IOException {
    var lines = new LineReader(socket.getInputStream(), BlockingServer.BUFFER_SIZE);
    var out = socket.getOutputStream();
    var request = new Request();
    while (lines.next()) {
      request.line(lines.buffer(), lines.start(), lines.end());
      while (!request.isComplete()) {
        if (!lines.next()) {
          throw new ProtocolException("the client closed the connection within a request");
        }
        request.line(lines.buffer(), lines.start(), lines.end());
      }
      out.write(request.answer());
      if (request.isLast()) {
        return;
      }
      request.clear();
    }
  }

  /** A request that is read: takes its lines and tells when it is complete. */
  static final class Request {
    private byte[] answer;
    private boolean complete;
    private boolean last;

    /** Takes the next line, without its end. */
    void line(byte[] buffer, int start, int end) throws ProtocolException {
      if (answer == null) {
        answer =
            Arrays.equals(buffer, start, end, KNOWN_REQUEST, 0, KNOWN_REQUEST.length)
                ? HELLO
                : NOT_FOUND;
      } else if (start == end) {
        complete = true;
      } else {
        header(buffer, start, end);
      }
    }

    private void header(byte[] buffer, int start, int end) throws ProtocolException {
      int colon = start;
      while (colon < end && buffer[colon] != ':') {
        colon++;
      }
      if (colon == end) {
        throw new ProtocolException(
            "a header without a colon: " + new String(buffer, start, end - start, ISO_8859_1));
      }
      if (equalsIgnoringCase(buffer, start, colon, CONNECTION)) {
        int value = colon + 1;
        while (value < end && buffer[value] == ' ') {
          value++;
        }
        last = equalsIgnoringCase(buffer, value, end, CLOSE);
      }
    }

    private static boolean equalsIgnoringCase(byte[] buffer, int start, int end, byte[] lower) {
      if (end - start != lower.length) {
        return false;
      }
      for (int i = 0; i < lower.length; i++) {
        if ((buffer[start + i] | 0x20) != lower[i]) {
          return false;
        }
      }
      return true;
    }

    boolean isComplete() {
      return complete;
    }

    byte[] answer() {
      return answer;
    }

    /** Whether the client asks for the connection's end. */
    boolean isLast() {
      return last;
    }

    void clear() {
      answer = null;
      complete = false;
      last = false;
    }
  }
}
