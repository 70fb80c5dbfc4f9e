package dev.goro.loop;

import dev.goro.Go;
import dev.goro.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Channels whose readiness a loop watches: behind {@link EventLoop#addReader}. A goroutine of the
 * loop, there while a channel is watched, waits in a {@link Selector} and starts the callbacks.
 *
 * <p>A callback is not started again before it has returned: until then its operation is left out
 * of what the selector watches. The watcher lets those that it has started run before it looks
 * again, so that a callback that has returned by then costs no system call.
 *
 * <p>Confined to the loop.
 */
final class ReadyChannels {
  private static final int READ = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int WRITE = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

  private final EventLoop loop;
  private @Nullable Selector selector;

  /** Whether the watcher is in the selector, and has to be woken to see a change. */
  private boolean selecting;

  private boolean closed;

  ReadyChannels(EventLoop loop) {
    this.loop = loop;
  }

  /** What is called for a channel: the attachment of its key. */
  private static final class Watched {
    @Nullable Side reader;
    @Nullable Side writer;
  }

  /** A callback for one kind of readiness. */
  private static final class Side {
    private final Task callback;
    private boolean running;

    Side(Task callback) {
      this.callback = callback;
    }
  }

  void addReader(SelectableChannel channel, Task callback) {
    check(channel, "addReader", READ);
    SelectionKey key = key(channel);
    watched(key).reader = new Side(callback);
    watch(key);
  }

  void addWriter(SelectableChannel channel, Task callback) {
    check(channel, "addWriter", WRITE);
    SelectionKey key = key(channel);
    watched(key).writer = new Side(callback);
    watch(key);
  }

  boolean removeReader(SelectableChannel channel) {
    SelectionKey key = existing(channel);
    if (key == null || watched(key).reader == null) {
      return false;
    }
    watched(key).reader = null;
    watch(key);
    return true;
  }

  boolean removeWriter(SelectableChannel channel) {
    SelectionKey key = existing(channel);
    if (key == null || watched(key).writer == null) {
      return false;
    }
    watched(key).writer = null;
    watch(key);
    return true;
  }

  /** Watches nothing any more; the watcher ends. */
  void close() {
    closed = true;
    if (selector != null) {
      selector.wakeup();
    }
  }

  private static void check(SelectableChannel channel, String operation, int operations) {
    if (channel.isBlocking()) {
      throw new IllegalArgumentException(
          operation
              + " of a channel in blocking mode: call configureBlocking(false) first, or read and"
              + " write it in a task, which may block");
    }
    if ((channel.validOps() & operations) == 0) {
      throw new IllegalArgumentException(
          operation
              + " of a "
              + channel.getClass().getSimpleName()
              + ", which is never ready for it");
    }
  }

  private @Nullable SelectionKey existing(SelectableChannel channel) {
    SelectionKey key = selector == null ? null : channel.keyFor(selector);
    return key != null && key.isValid() ? key : null;
  }

  private SelectionKey key(SelectableChannel channel) {
    SelectionKey key = existing(channel);
    if (key != null) {
      return key;
    }
    try {
      Selector in = selector;
      if (in == null) {
        in = Selector.open();
        selector = in;
        loop.startCallback(new Watch(this));
      }
      return channel.register(in, 0, new Watched());
    } catch (ClosedChannelException e) {
      throw new IllegalArgumentException("a closed channel is never ready: " + channel, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A class of its own, for its frame tells in a dump what the goroutine is. */
  private record Watch(ReadyChannels channels) implements Task {
    @Override
    public void run() throws IOException {
      channels.watchAll();
    }
  }

  private static Watched watched(SelectionKey key) {
    return (Watched) key.attachment();
  }

  /** Has the selector watch what a key's callbacks want. */
  private void watch(SelectionKey key) {
    if (!key.isValid()) {
      return; // its channel was closed
    }
    Watched watched = watched(key);
    SelectableChannel channel = key.channel();
    int operations = 0;
    if (watched.reader != null && !watched.reader.running) {
      operations |= READ & channel.validOps();
    }
    if (watched.writer != null && !watched.writer.running) {
      boolean connecting = channel instanceof SocketChannel socket && !socket.isConnected();
      operations |= connecting ? SelectionKey.OP_CONNECT : SelectionKey.OP_WRITE;
    }
    key.interestOps(operations);
    if (selecting && selector != null) {
      selector.wakeup();
    }
  }

  private void watchAll() throws IOException {
    Selector in = selector;
    if (in == null) {
      return;
    }
    try (in) {
      while (!closed && drop(in)) {
        selecting = true;
        in.select();
        selecting = false;
        for (SelectionKey key : List.copyOf(in.selectedKeys())) {
          if (key.isValid()) {
            start(key);
          }
        }
        in.selectedKeys().clear();
        Go.gosched();
      }
    } finally {
      selecting = false;
      selector = null;
    }
  }

  /** Drops the keys that nobody wants; false if there are no others. */
  private static boolean drop(Selector in) throws IOException {
    var dropped = new ArrayList<SelectionKey>();
    boolean any = false;
    for (SelectionKey key : in.keys()) {
      Watched watched = watched(key);
      if (!key.isValid() || (watched.reader == null && watched.writer == null)) {
        dropped.add(key);
      } else {
        any = true;
      }
    }
    dropped.forEach(SelectionKey::cancel);
    if (!dropped.isEmpty()) {
      in.selectNow(); // takes them out, so that the channel may be watched again, or block
    }
    return any;
  }

  private void start(SelectionKey key) {
    Watched watched = watched(key);
    int ready = key.readyOps();
    if ((ready & READ) != 0 && watched.reader != null) {
      start(key, watched.reader);
    }
    if ((ready & WRITE) != 0 && watched.writer != null) {
      start(key, watched.writer);
    }
  }

  private void start(SelectionKey key, Side side) {
    side.running = true;
    watch(key);
    loop.startCallback(
        () -> {
          try {
            Watched watched = watched(key);
            if (!loop.discards() && (watched.reader == side || watched.writer == side)) {
              side.callback.run();
            }
          } finally {
            side.running = false;
            watch(key);
          }
        });
  }
}
