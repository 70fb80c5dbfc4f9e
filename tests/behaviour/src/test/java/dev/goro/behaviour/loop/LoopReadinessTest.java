package dev.goro.behaviour.loop;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.loop.EventLoop;
import dev.goro.loop.LoopPromise;
import dev.goro.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks for channels that can be read or written. */
class LoopReadinessTest {
  private static Pipe pipe() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    pipe.sink().configureBlocking(false);
    return pipe;
  }

  private static ByteBuffer bytes(int... values) {
    var buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  private static int readOne(Pipe pipe) throws IOException {
    var buffer = ByteBuffer.allocate(1);
    return pipe.source().read(buffer) == 1 ? buffer.get(0) : -1;
  }

  private static void close(Pipe pipe) throws IOException {
    pipe.source().close();
    pipe.sink().close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void aReaderIsCalledWhileThereIsSomethingToRead(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () ->
            EventLoop.run(
                () -> {
                  var loop = EventLoop.current();
                  Pipe pipe = pipe();
                  var read = new ArrayList<Integer>();
                  LoopPromise<Boolean> all = loop.promise();
                  loop.addReader(
                      pipe.source(),
                      () -> {
                        read.add(readOne(pipe));
                        if (read.size() == 5) {
                          all.setResult(true);
                        }
                      });
                  loop.sleep(ofMillis(1));
                  assertEquals(List.of(), read);
                  pipe.sink().write(bytes(1, 2, 3));
                  loop.sleep(ofMillis(1));
                  pipe.sink().write(bytes(4, 5));
                  all.await();
                  assertEquals(List.of(1, 2, 3, 4, 5), read);
                  assertTrue(loop.removeReader(pipe.source()));
                  assertFalse(loop.removeReader(pipe.source()));
                  pipe.sink().write(bytes(6));
                  loop.sleep(ofMillis(2));
                  assertEquals(5, read.size());
                  close(pipe);
                }));
  }

  @Test
  void aReaderThatWaitsIsNotCalledAgainMeanwhile() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          Pipe pipe = pipe();
          int[] inside = new int[1];
          int[] calls = new int[1];
          LoopPromise<Boolean> all = loop.promise();
          loop.addReader(
              pipe.source(),
              () -> {
                assertEquals(1, ++inside[0]);
                calls[0]++;
                loop.sleep(ofMillis(2));
                readOne(pipe);
                inside[0]--;
                if (calls[0] == 3) {
                  all.setResult(true);
                }
              });
          pipe.sink().write(bytes(1, 2, 3));
          all.await();
          loop.removeReader(pipe.source());
          close(pipe);
        });
  }

  @Test
  void othersHaveTheirTurnsBetween() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          Pipe pipe = pipe();
          int[] calls = new int[1];
          loop.addReader(pipe.source(), () -> calls[0]++); // reads nothing: it is ready for ever
          pipe.sink().write(bytes(1));
          while (calls[0] < 100) {
            loop.sleep(ZERO);
          }
          loop.sleep(ofMillis(1));
          loop.removeReader(pipe.source());
          close(pipe);
        });
  }

  @Test
  void aNewReaderReplacesTheOldOneAndMayComeRightAfterTheRemoval() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          Pipe pipe = pipe();
          var calls = new ArrayList<String>();
          loop.addReader(pipe.source(), () -> calls.add("old"));
          loop.addReader(pipe.source(), () -> calls.add("new " + readOne(pipe)));
          pipe.sink().write(bytes(1));
          while (calls.isEmpty()) {
            loop.sleep(ofMillis(1));
          }
          loop.removeReader(pipe.source());
          loop.addReader(pipe.source(), () -> calls.add("again " + readOne(pipe)));
          pipe.sink().write(bytes(2));
          while (calls.size() < 2) {
            loop.sleep(ofMillis(1));
          }
          loop.removeReader(pipe.source());
          loop.sleep(ofMillis(2)); // the watcher has ended
          loop.addReader(pipe.source(), () -> calls.add("once more " + readOne(pipe)));
          pipe.sink().write(bytes(3));
          while (calls.size() < 3) {
            loop.sleep(ofMillis(1));
          }
          assertEquals(List.of("new 1", "again 2", "once more 3"), calls);
          loop.removeReader(pipe.source());
          close(pipe);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aServerOfCallbacksAnswers(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () ->
            EventLoop.run(
                () -> {
                  var loop = EventLoop.current();
                  var server = ServerSocketChannel.open();
                  server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                  server.configureBlocking(false);
                  var open = new ArrayList<SelectableChannel>();
                  loop.addReader(
                      server,
                      () -> {
                        SocketChannel connection = server.accept();
                        connection.configureBlocking(false);
                        open.add(connection);
                        loop.addReader(connection, () -> echo(loop, connection));
                      });
                  var answers = new ArrayList<LoopPromise<Integer>>();
                  for (int i = 0; i < 20; i++) {
                    answers.add(client(loop, server, i));
                  }
                  var all = loop.gather(answers).await();
                  for (int i = 0; i < 20; i++) {
                    assertEquals(i, all.get(i));
                  }
                  assertTrue(loop.removeReader(server));
                  server.close();
                  assertEquals(20, open.size());
                  for (var connection : open) {
                    assertFalse(loop.removeReader(connection), "echo has removed it");
                  }
                }));
  }

  private static void echo(EventLoop loop, SocketChannel connection) throws IOException {
    var buffer = ByteBuffer.allocate(8);
    if (connection.read(buffer) < 0) {
      loop.removeReader(connection);
      connection.close();
      return;
    }
    connection.write(buffer.flip());
  }

  private static LoopPromise<Integer> client(EventLoop loop, ServerSocketChannel server, int number)
      throws IOException {
    LoopPromise<Integer> answer = loop.promise();
    var socket = SocketChannel.open();
    socket.configureBlocking(false);
    socket.connect(server.getLocalAddress());
    loop.addWriter(
        socket,
        () -> {
          if (!socket.isConnected()) {
            socket.finishConnect();
            return; // it is writable now, and this is called again
          }
          socket.write(bytes(number));
          assertTrue(loop.removeWriter(socket));
          loop.addReader(
              socket,
              () -> {
                var buffer = ByteBuffer.allocate(1);
                socket.read(buffer);
                loop.removeReader(socket);
                socket.close();
                answer.setResult((int) buffer.get(0));
              });
        });
    return answer;
  }

  @Test
  void whatIsNotWatchedAnyMoreMayBlockAgainAndLeavesNothing() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          int before = Eventually.settled(Go::numGoroutine);
          Pipe pipe = pipe();
          loop.addReader(pipe.source(), () -> {});
          loop.addWriter(pipe.sink(), () -> {});
          loop.sleep(ofMillis(1));
          loop.removeReader(pipe.source());
          loop.removeWriter(pipe.sink());
          while (Go.numGoroutine() > before) {
            loop.sleep(ofMillis(1));
          }
          pipe.source().configureBlocking(true);
          close(pipe);
        });
  }

  @Test
  void aLoopMayEndWithReaders() throws Exception {
    Pipe pipe = pipe();
    EventLoop.run(() -> EventLoop.current().addReader(pipe.source(), () -> {}));
    EventLoop.run(
        () -> {
          EventLoop.current().addReader(pipe.source(), () -> {});
          EventLoop.current().sleep(ofMillis(1));
        });
    close(pipe);
  }

  @Test
  void whatCannotBeWatchedIsRefused() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          Pipe blocking = Pipe.open();
          assertTrue(
              assertThrows(
                      IllegalArgumentException.class,
                      () -> loop.addReader(blocking.source(), () -> {}))
                  .getMessage()
                  .contains("configureBlocking(false)"));
          close(blocking);
          Pipe pipe = pipe();
          assertThrows(IllegalArgumentException.class, () -> loop.addReader(pipe.sink(), () -> {}));
          assertThrows(
              IllegalArgumentException.class, () -> loop.addWriter(pipe.source(), () -> {}));
          close(pipe);
          assertTrue(
              assertThrows(
                      IllegalArgumentException.class, () -> loop.addReader(pipe.source(), () -> {}))
                  .getMessage()
                  .contains("closed"));
        });
  }
}
