package dev.goro.bench.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP server written by hand reads requests however they arrive. */
class HttpTest {
  private static final String HELLO =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 14\r\n\r\nHello, world!\n";
  private static final String NOT_FOUND = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
  private static final String GET = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

  /** A connection on which a text arrives, some bytes at a time. */
  private static String answers(String text, int piece) throws IOException {
    var all = new ByteArrayInputStream(text.getBytes(ISO_8859_1));
    var in =
        new InputStream() {
          @Override
          public int read() {
            return all.read();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            return all.read(buffer, offset, Math.min(length, piece));
          }
        };
    var out = new ByteArrayOutputStream();
    Http.serve(
        new Socket() {
          @Override
          public InputStream getInputStream() {
            return in;
          }

          @Override
          public OutputStream getOutputStream() {
            return out;
          }
        });
    return out.toString(ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 33, 34, 512})
  void requestsInPieces(int piece) throws IOException {
    assertEquals(
        HELLO + NOT_FOUND + HELLO,
        answers(GET + "GET /other HTTP/1.1\r\n\r\n" + GET.replace("\r", ""), piece));
  }

  @Test
  void theClientMayAskForTheEnd() throws IOException {
    assertEquals(HELLO, answers("GET /hello HTTP/1.1\r\nCONNECTION: Close\r\n\r\n" + GET, 512));
  }

  @Test
  void whatIsNoRequestIsRefused() {
    assertThrows(ProtocolException.class, () -> answers("GET /hello HTTP/1.1\r\nHost\r\n\r\n", 9));
    assertThrows(ProtocolException.class, () -> answers("GET /hello HTTP/1.1\r\nHost: a\r\n", 9));
    assertThrows(ProtocolException.class, () -> answers("GET /hello", 9));
    assertThrows(ProtocolException.class, () -> answers("x".repeat(600), 512));
  }
}
