package dev.goro.behaviour.io;

import static dev.goro.testing.SocketPair.LOOPBACK;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.behaviour.Runner;
import dev.goro.junit.OnGoroutine;
import dev.goro.testing.Eventually;
import dev.goro.testing.SocketPair;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** An interrupt ends the wait of a goroutine for a socket, and closes the socket. */
@OnGoroutine
class InterruptTest {
  private static void ends(
      Callable<?> waits, BooleanSupplier isOpen, Class<? extends Exception> told) {
    var waiting = Runner.start(waits::call);
    Eventually.that(
        "it waits",
        () -> waiting.thread().getState() == Thread.State.WAITING || waiting.hasEnded());
    Go.gosched();
    assertFalse(waiting.hasEnded(), "there is nothing for it yet");
    assertTrue(isOpen.getAsBoolean());
    waiting.interrupt();
    waiting.failure(told);
    assertTrue(waiting.interruptFlag());
    assertFalse(isOpen.getAsBoolean());
  }

  @Test
  void channels() throws Exception {
    try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
        var client = SocketChannel.open(server.getLocalAddress());
        var accepted = server.accept()) {
      ends(
          () -> client.read(ByteBuffer.allocate(8)),
          client::isOpen,
          ClosedByInterruptException.class);
      assertTrue(accepted.isOpen());
      ends(server::accept, server::isOpen, ClosedByInterruptException.class);
    }
  }

  @Test
  void sockets() throws Exception {
    try (var pair = SocketPair.connect();
        var server = new ServerSocket(0, 1, LOOPBACK);
        var datagrams = new DatagramSocket(0, LOOPBACK)) {
      ends(
          () -> pair.one().getInputStream().read(),
          () -> !pair.one().isClosed(),
          SocketException.class);
      ends(server::accept, () -> !server.isClosed(), SocketException.class);
      ends(
          () -> {
            datagrams.receive(new DatagramPacket(new byte[8], 8));
            return null;
          },
          () -> !datagrams.isClosed(),
          SocketException.class);
    }
  }
}
