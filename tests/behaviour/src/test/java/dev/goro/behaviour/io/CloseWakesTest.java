package dev.goro.behaviour.io;

import static dev.goro.testing.SocketPair.LOOPBACK;
import static java.net.StandardProtocolFamily.UNIX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.Task;
import dev.goro.junit.OnGoroutine;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Parked;
import dev.goro.testing.SilentServer;
import dev.goro.testing.SocketPair;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for a socket that another goroutine closes is woken and told. */
@OnGoroutine
class CloseWakesTest {
  /** The goroutine waits; another closes what it waits for. */
  private static void wakes(Task waits, AutoCloseable what, Class<? extends Exception> told)
      throws Exception {
    var waiting = Parked.in(waits);
    var closing = new WaitGroup();
    closing.go(what::close);
    closing.await();
    assertThrows(told, waiting::awaitEnd);
  }

  private static SocketChannel[] channels() throws Exception {
    try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0))) {
      return new SocketChannel[] {SocketChannel.open(server.getLocalAddress()), server.accept()};
    }
  }

  @Test
  void socketRead() throws Exception {
    try (var pair = SocketPair.connect()) {
      Socket socket = pair.one();
      wakes(() -> socket.getInputStream().read(), socket, SocketException.class);
    }
  }

  @Test
  void socketWrite() throws Exception {
    try (var pair = SocketPair.withSmallBuffers()) {
      Socket socket = pair.one();
      wakes(() -> SocketPair.writeForEver(socket), socket, SocketException.class);
    }
  }

  /** One close wakes the reader, the writer, and those that wait for the reader to be done. */
  @Test
  void allThatUseTheSocket() throws Exception {
    try (var pair = SocketPair.withSmallBuffers()) {
      Socket socket = pair.one();
      List<Parked> waiting = new ArrayList<>();
      waiting.add(Parked.in(() -> SocketPair.writeForEver(socket)));
      for (int i = 0; i < 5; i++) {
        waiting.add(Parked.in(() -> socket.getInputStream().read()));
      }
      socket.close();
      for (var each : waiting) {
        assertThrows(SocketException.class, each::awaitEnd);
      }
    }
  }

  @Test
  void serverSocketAccept() throws Exception {
    var server = new ServerSocket(0, 1, LOOPBACK);
    wakes(server::accept, server, SocketException.class);
  }

  @Test
  void socketConnect() throws Exception {
    try (var silent = new SilentServer()) {
      var socket = new Socket();
      wakes(() -> socket.connect(silent.address()), socket, SocketException.class);
    }
  }

  @Test
  void datagramSocketReceive() throws Exception {
    var socket = new DatagramSocket(0, LOOPBACK);
    wakes(() -> socket.receive(new DatagramPacket(new byte[8], 8)), socket, SocketException.class);
  }

  @Test
  void socketChannelRead() throws Exception {
    var channels = channels();
    try (var other = channels[1]) {
      assertTrue(other.isOpen());
      wakes(
          () -> channels[0].read(ByteBuffer.allocate(8)),
          channels[0],
          AsynchronousCloseException.class);
    }
  }

  @Test
  void socketChannelWrite() throws Exception {
    var channels = channels();
    try (var other = channels[1]) {
      assertTrue(other.isOpen());
      wakes(
          () -> {
            while (channels[0].write(ByteBuffer.allocate(65_536)) >= 0) {}
          },
          channels[0],
          ClosedChannelException.class); // asynchronously, or between two writes
    }
  }

  @Test
  void socketChannelConnect() throws Exception {
    try (var silent = new SilentServer()) {
      var channel = SocketChannel.open();
      wakes(() -> channel.connect(silent.address()), channel, AsynchronousCloseException.class);
    }
  }

  @Test
  void serverSocketChannelAccept() throws Exception {
    var server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
    wakes(server::accept, server, AsynchronousCloseException.class);
  }

  @Test
  void datagramChannelReceive() throws Exception {
    var channel = DatagramChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
    wakes(() -> channel.receive(ByteBuffer.allocate(8)), channel, AsynchronousCloseException.class);
  }

  @Test
  void bothEndsOfAPipe() throws Exception {
    Pipe read = Pipe.open();
    try (var sink = read.sink()) {
      assertTrue(sink.isOpen());
      wakes(
          () -> read.source().read(ByteBuffer.allocate(8)),
          read.source(),
          AsynchronousCloseException.class);
    }
    Pipe written = Pipe.open();
    try (var source = written.source()) {
      assertTrue(source.isOpen());
      wakes(
          () -> {
            while (written.sink().write(ByteBuffer.allocate(65_536)) >= 0) {}
          },
          written.sink(),
          ClosedChannelException.class);
    }
  }

  @Test
  void unixDomainSockets(@TempDir Path folder) throws Exception {
    var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (var server = ServerSocketChannel.open(UNIX).bind(address);
        var client = SocketChannel.open(address);
        var accepted = server.accept()) {
      assertTrue(accepted.isOpen());
      wakes(() -> client.read(ByteBuffer.allocate(8)), client, AsynchronousCloseException.class);
      wakes(server::accept, server, AsynchronousCloseException.class);
    }
  }

  /** A close by a goroutine that has slept is a deadline of one's own making. */
  @Test
  void manyAtOnceEachByItsOwnCloser() throws Exception {
    var wg = new WaitGroup();
    for (int i = 0; i < 100; i++) {
      int millis = i % 7;
      wg.go(
          () -> {
            try (var pair = SocketPair.connect()) {
              Go.go(
                  () -> {
                    Thread.sleep(millis);
                    pair.one().close();
                  });
              assertThrows(SocketException.class, () -> pair.one().getInputStream().read());
              assertEquals(-1, pair.other().getInputStream().read());
            }
          });
    }
    wg.await();
  }

  /**
   * A closed socket is closed for those too that come later; its number may be another's by then.
   */
  @Test
  void theNextSocketIsNotTheClosedOne() throws Exception {
    for (int i = 0; i < 50; i++) {
      var first = SocketPair.connect();
      var reader = Parked.in(() -> first.one().getInputStream().read());
      first.one().close();
      try (var other = first.other();
          var second = SocketPair.connect()) {
        var nextReader = Parked.in(() -> assertEquals(7, second.one().getInputStream().read()));
        assertThrows(SocketException.class, reader::awaitEnd);
        assertThrows(SocketException.class, () -> first.one().getInputStream().read());
        assertEquals(-1, other.getInputStream().read());
        assertFalse(nextReader.hasEnded());
        second.other().getOutputStream().write(7);
        nextReader.awaitEnd();
      }
    }
  }
}
