package dev.goro.behaviour.io;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.runtime.jdk.VirtualThreads;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.GoroTest;
import dev.goro.time.Ticker;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files: their reads block in the kernel, which may take as long as a slow disk or the writer of a
 * FIFO takes, and hold up no one at GOMAXPROCS=1.
 */
@GoroTest(seconds = 120)
class FilesTest {
  private static final int READERS = 100;
  private static final int TICKS = 20;
  private static final int EXCHANGES = 1_000;

  @TempDir private Path folder;

  @BeforeAll
  static void onGoro() {
    assumeTrue(VirtualThreads.AVAILABLE, "the JDK's scheduler has no GOMAXPROCS");
  }

  private Path fifo() throws Exception {
    Path fifo = folder.resolve("fifo");
    Process mkfifo;
    try {
      mkfifo = new ProcessBuilder("mkfifo", fifo.toString()).start();
    } catch (IOException e) {
      assumeTrue(false, "there is no mkfifo");
      throw e;
    }
    assertEquals(0, mkfifo.waitFor());
    return fifo;
  }

  /** Reads a byte. */
  private interface Reader {
    int read(Path file) throws IOException;
  }

  private static int readByStream(Path file) throws IOException {
    try (var in = new FileInputStream(file.toFile())) {
      return in.read();
    }
  }

  private static int readByChannel(Path file) throws IOException {
    try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
      var buffer = ByteBuffer.allocate(1);
      assertEquals(1, in.read(buffer));
      return buffer.get(0);
    }
  }

  /**
   * A hundred read a FIFO into which nobody writes; a ticker and a pair that hands values go on.
   */
  private void othersGoOn(Reader reader) throws Exception {
    Path path = fifo();
    onMainAtProcs(
        1,
        () -> {
          // Opened for both, which waits for no one.
          try (var writer = new RandomAccessFile(path.toFile(), "rw")) {
            var reading = new AtomicInteger();
            var sum = new AtomicInteger();
            var readers = new WaitGroup();
            for (int i = 0; i < READERS; i++) {
              readers.go(
                  () -> {
                    reading.incrementAndGet();
                    sum.addAndGet(reader.read(path));
                  });
            }
            Eventually.equal("readers", READERS, reading::get);
            ticksAndHandsOver();
            assertEquals(0, sum.get(), "nobody has written yet");
            int expected = 0;
            for (int i = 0; i < READERS; i++) {
              writer.write(i);
              expected += i;
            }
            readers.await();
            assertEquals(expected, sum.get());
          }
        });
  }

  private static void ticksAndHandsOver() {
    var others = new WaitGroup();
    others.go(
        () -> {
          var ticker = new Ticker(Duration.ofMillis(1));
          for (int i = 0; i < TICKS; i++) {
            ticker.channel().recv();
          }
          ticker.stop();
        });
    Chan<Integer> there = Chan.make();
    Chan<Integer> back = Chan.make();
    go(
        () -> {
          for (int i = 0; i < EXCHANGES; i++) {
            back.send(there.recv() + 1);
          }
        });
    others.go(
        () -> {
          for (int i = 0; i < EXCHANGES; i++) {
            there.send(i);
            assertEquals(i + 1, back.recv());
          }
        });
    others.await();
  }

  @Test
  void streamsThatReadAFifo() throws Exception {
    othersGoOn(FilesTest::readByStream);
  }

  @Test
  void channelsThatReadAFifo() throws Exception {
    othersGoOn(FilesTest::readByChannel);
  }

  @Test
  void manyGoroutinesWriteAndReadFiles() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var wg = new WaitGroup();
          for (int i = 0; i < READERS; i++) {
            int seed = i;
            wg.go(
                () -> {
                  Path file = folder.resolve("file" + seed);
                  byte[] bytes = new byte[20_000];
                  new Random(seed).nextBytes(bytes);
                  for (int n = 0; n < 5; n++) {
                    Files.write(file, bytes);
                    Go.gosched();
                    assertArrayEquals(bytes, Files.readAllBytes(file));
                  }
                });
          }
          ticksAndHandsOver();
          wg.await();
        });
  }
}
