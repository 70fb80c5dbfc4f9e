package dev.goro.lab.tabs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.goro.Go;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;

/**
 * A small site on loopback: one line names a thing, and it comes piece by piece, as a network that
 * is not too fast would bring it. Each connection is a goroutine.
 */
final class Site implements AutoCloseable {
  /** A frame of the film, before it is packed. */
  static final int FRAME = 48 << 10;

  static final int FRAMES = 40;

  private static final int PIECES_OF_NEWS = 25;

  /**
   * Something that can be asked for.
   *
   * @param pieces its pieces
   * @param pause the time before each of them
   */
  private record Thing(byte[][] pieces, Duration pause) {}

  private final ServerSocket socket;
  private final Map<String, Thing> things;

  Site() throws IOException {
    things =
        Map.of(
            "news", new Thing(news(), Duration.ofMillis(6)),
            "film", new Thing(film(), Duration.ofMillis(4)),
            "file", new Thing(noise(40, 96 << 10), Duration.ofMillis(5)));
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Go.go("site", this::accept);
  }

  /** A connection on which a thing comes. */
  Socket ask(String name) throws IOException {
    var connection = new Socket(socket.getInetAddress(), socket.getLocalPort());
    connection.getOutputStream().write((name + "\n").getBytes(UTF_8));
    return connection;
  }

  private void accept() throws IOException {
    while (!socket.isClosed()) {
      Socket connection;
      try {
        connection = socket.accept();
      } catch (SocketException e) {
        return; // it was closed
      }
      Go.go(() -> serve(connection));
    }
  }

  private void serve(Socket connection) throws IOException {
    try (connection) {
      connection.setTcpNoDelay(true);
      var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
      var thing = things.get(in.readLine());
      for (byte[] piece : thing.pieces) {
        Go.sleep(thing.pause);
        connection.getOutputStream().write(piece);
      }
    }
  }

  private static byte[][] news() {
    byte[][] pieces = new byte[PIECES_OF_NEWS][];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] =
          "<p><a href=\"/story/%d\">Story %d</a> %s</p>\n"
              .formatted(i, i, "Channels carry the news. ".repeat(80))
              .getBytes(UTF_8);
    }
    return pieces;
  }

  /** Frames, each packed: its length in four bytes, and then what the inflater takes. */
  private static byte[][] film() throws IOException {
    byte[][] frames = noise(FRAMES, FRAME);
    for (int i = 0; i < frames.length; i++) {
      for (int j = 0; j < frames[i].length; j++) {
        frames[i][j] &= 0x1f; // so that there is something to pack
      }
      var packed = new ByteArrayOutputStream();
      try (var deflater = new DeflaterOutputStream(packed)) {
        deflater.write(frames[i]);
      }
      int length = packed.size();
      var whole = new ByteArrayOutputStream();
      whole.write(
          new byte[] {
            (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
          });
      packed.writeTo(whole);
      frames[i] = whole.toByteArray();
    }
    return frames;
  }

  private static byte[][] noise(int pieces, int length) {
    var random = new Random(length);
    byte[][] all = new byte[pieces][length];
    for (byte[] piece : all) {
      random.nextBytes(piece);
    }
    return all;
  }

  /** Takes no more connections. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
