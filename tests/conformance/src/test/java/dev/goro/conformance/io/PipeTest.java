package dev.goro.conformance.io;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goro.conformance.EachProcs;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Parked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Pipe;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pipes, which are {@code java.nio.channels.Pipe} in Java and have no time limits. Go: {@code
 * src/os/pipe_test.go} and {@code src/os/timeout_test.go}.
 */
class PipeTest {
  private static final int SHORT_MILLIS = 10;

  private static void writeForEver(WritableByteChannel channel) throws IOException {
    for (var bytes = ByteBuffer.allocate(4_096); ; bytes.clear()) {
      channel.write(bytes);
    }
  }

  /** The test's body, on a pipe that is closed afterwards. */
  private interface Body {
    void run(Pipe.SourceChannel source, Pipe.SinkChannel sink) throws Exception;
  }

  private static void onPipe(int procs, Body body) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Pipe pipe = Pipe.open();
          try (var source = pipe.source();
              var sink = pipe.sink()) {
            body.run(source, sink);
          }
        });
  }

  @EachProcs
  void aWriteWithoutAReaderFails(int procs) throws Exception {
    onPipe(
        procs,
        (source, sink) -> {
          source.close();
          for (int i = 0; i < 30; i++) {
            assertThrows(IOException.class, () -> sink.write(ByteBuffer.allocate(1)));
          }
        });
  }

  @EachProcs
  void aReadWaitsUntilTheWriterIsClosed(int procs) throws Exception {
    onPipe(
        procs,
        (source, sink) -> {
          var reader = Parked.in(() -> assertEquals(-1, source.read(ByteBuffer.allocate(1))));
          Thread.sleep(SHORT_MILLIS);
          reader.assertWaiting();
          sink.close();
          reader.awaitEnd();
        });
  }

  @EachProcs
  void aWriteWaitsUntilTheReaderIsClosed(int procs) throws Exception {
    onPipe(
        procs,
        (source, sink) -> {
          var writer = Parked.in(() -> writeForEver(sink));
          Thread.sleep(SHORT_MILLIS);
          writer.assertWaiting();
          source.close();
          assertThrows(IOException.class, writer::awaitEnd);
        });
  }

  @EachProcs
  void aCloseEndsARead(int procs) throws Exception {
    onPipe(
        procs,
        (source, sink) -> {
          var reader = Parked.in(() -> source.read(ByteBuffer.allocate(1)));
          source.close();
          assertThrows(AsynchronousCloseException.class, reader::awaitEnd);
        });
  }

  @EachProcs
  void aCloseEndsAWrite(int procs) throws Exception {
    onPipe(
        procs,
        (source, sink) -> {
          var writer = Parked.in(() -> writeForEver(sink));
          sink.close();
          assertThrows(AsynchronousCloseException.class, writer::awaitEnd);
        });
  }

  @EachProcs
  void theEndComesAfterAllThatWasWritten(int procs) throws Exception {
    onPipe(
        procs,
        (source, sink) -> {
          var reader =
              Parked.in(
                  () -> {
                    var buffer = ByteBuffer.allocate(64);
                    while (source.read(buffer) >= 0) {}
                    assertEquals(10, buffer.position());
                  });
          for (byte i = 0; i < 10; i++) {
            sink.write(ByteBuffer.wrap(new byte[] {i}));
            Thread.sleep(1);
          }
          sink.close();
          reader.awaitEnd();
        });
  }

  @EachProcs
  void manyReadersShareAPipe(int procs) throws Exception {
    onPipe(
        procs,
        (source, sink) -> {
          int readers = 10;
          int each = 100;
          var sum = new AtomicInteger();
          var wg = new WaitGroup();
          for (int i = 0; i < readers; i++) {
            wg.go(
                () -> {
                  for (int n = 0; n < each; n++) {
                    var one = ByteBuffer.allocate(1);
                    assertEquals(1, source.read(one));
                    sum.addAndGet(one.get(0));
                  }
                });
          }
          for (int n = 0; n < readers * each; n++) {
            sink.write(ByteBuffer.wrap(new byte[] {3}));
          }
          wg.await();
          assertEquals(3 * readers * each, sum.get());
        });
  }

  @EachProcs
  void manyWritersShareAPipe(int procs) throws Exception {
    onPipe(
        procs,
        (source, sink) -> {
          int writers = 10;
          int each = 100;
          var wg = new WaitGroup();
          for (int i = 0; i < writers; i++) {
            byte value = (byte) i;
            wg.go(
                () -> {
                  for (int n = 0; n < each; n++) {
                    assertEquals(1, sink.write(ByteBuffer.wrap(new byte[] {value})));
                  }
                });
          }
          var all = ByteBuffer.allocate(writers * each);
          while (all.hasRemaining()) {
            source.read(all);
          }
          var counts = new int[writers];
          for (byte b : all.array()) {
            counts[b]++;
          }
          for (int count : counts) {
            assertEquals(each, count);
          }
          wg.await();
        });
  }
}
