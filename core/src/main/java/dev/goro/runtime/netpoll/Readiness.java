package dev.goro.runtime.netpoll;

import dev.goro.runtime.jdk.SocketHooks;
import java.io.FileDescriptor;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which sockets may have something to read, as far as the kernel has told.
 *
 * <p>The JDK has the kernel watch a socket anew for each wait: one system call more an answer than
 * an event loop makes, and another for the read that finds nothing before it. Here a socket of
 * which a virtual thread has read in vain is watched from then on until it is closed (Go's netpoll
 * does the same), and the kernel tells once of all that came since it last told, an <i>edge</i>. So
 *
 * <ul>
 *   <li>a wait makes no system call: either an edge has come since the last read began, then the
 *       waiter goes on at once, or one will come;
 *   <li>a read that would find nothing is not made: the last one emptied the socket, since it got
 *       less than it had room for, and no edge has come since. Go makes it.
 * </ul>
 *
 * <p><b>No wake-up is lost.</b> The waiter puts itself into the poller's map, then looks at {@code
 * edge}; who hands out an event sets {@code edge}, then looks into the map. All four are volatile
 * accesses: one of the two sees the other. A read clears {@code edge} before its system call: an
 * event that was handed out before is of data that the read sees; one that comes later sets it
 * again.
 *
 * <p><b>An emptied socket</b> is one of which a read got something, but less than it had room for.
 * That is not so at the end of the stream, after an error, and at urgent data, where the kernel
 * stops a read. Each comes with an event of its own; after the first one, {@code unusual}, no read
 * is left out any more. Nor is the first read after a wait, whatever ended that, nor one of an
 * interrupted thread, nor one by a caller who may not be about to wait.
 *
 * <p><b>Reuse of descriptors.</b> A close ends the kernel's watch, and the next socket may get the
 * same number. What was known of the closed one is dropped before. And a read that finds nothing
 * says of which {@link FileDescriptor} it was: the registration that follows on the same thread
 * holds for that socket only. Any other registration (of a server socket, a datagram socket, a
 * scattering read) is for one event, as the JDK's are, and ends the lasting watch. Events of a
 * former socket that come late wake somebody without need, which every waiter bears.
 *
 * <p>What belongs to a socket is touched by its one reader, under the JDK's lock for reads of the
 * socket, but {@code edge} and {@code unusual}, which whoever hands out events sets.
 */
final class Readiness implements SocketHooks.Handler {
  private static final int MIN_SIZE = 64;

  /** By number. Written under the lock; a growing one is copied. */
  private volatile @Nullable Watched[] sockets = new Watched[MIN_SIZE];

  Readiness() {}

  /** What is known of a socket. */
  private static final class Watched {
    final FileDescriptor socket;

    /** Whether something came since the last read began. */
    volatile boolean edge;

    /** Whether it has come to an end, an error or urgent data. */
    volatile boolean unusual;

    /** Whether the kernel watches it. */
    boolean registered;

    /** Whether the last read emptied it. */
    boolean emptied;

    /** Whose read has just found nothing: a thread's id, or 0. */
    long waiter;

    Watched(FileDescriptor socket) {
      this.socket = socket;
    }
  }

  @Override
  public int read(boolean waits, FileDescriptor socket, long address, int length)
      throws IOException {
    Thread reader = Thread.currentThread();
    if (!reader.isVirtual()) {
      return SocketHooks.read(socket, address, length); // it waits by a poll of its own
    }
    int number = SocketHooks.descriptor(socket);
    Watched w = find(number);
    if (w == null || w.socket != socket) {
      int n = SocketHooks.read(socket, address, length);
      if (n == SocketHooks.UNAVAILABLE) {
        w = new Watched(socket);
        w.waiter = reader.threadId();
        put(number, w);
      }
      return n;
    }
    if (waits && w.emptied && !w.edge && !w.unusual && !reader.isInterrupted()) {
      w.waiter = reader.threadId();
      return SocketHooks.UNAVAILABLE;
    }
    w.emptied = false;
    if (w.edge) {
      w.edge = false;
    }
    int n = SocketHooks.read(socket, address, length);
    if (n == SocketHooks.UNAVAILABLE) {
      w.waiter = reader.threadId();
    } else {
      w.emptied = w.registered && n > 0 && n < length;
    }
    return n;
  }

  @Override
  public void register(Object poller, int epoll, int descriptor) throws IOException {
    Watched w = find(descriptor);
    if (w == null || w.waiter != Thread.currentThread().threadId()) {
      if (w != null) {
        put(descriptor, null);
      }
      SocketHooks.tellOnce(epoll, descriptor);
      return;
    }
    w.waiter = 0;
    if (!w.registered) {
      SocketHooks.tellAlways(epoll, descriptor); // and at once, if something is there
      w.registered = true;
    } else if (w.edge) {
      SocketHooks.polled(poller, descriptor);
    }
  }

  @Override
  public void deregister(int epoll, int descriptor, boolean polled) {
    Watched w = find(descriptor);
    if (w != null && w.registered) {
      w.emptied = false;
    } else if (!polled) {
      SocketHooks.forget(epoll, descriptor);
    }
  }

  @Override
  public void closing(FileDescriptor socket) {
    int number = SocketHooks.descriptor(socket);
    Watched w = find(number);
    if (w != null && w.socket == socket) {
      put(number, null);
    }
  }

  @Override
  public void ready(int descriptor, int events) {
    Watched w = find(descriptor);
    if (w != null) {
      if ((events & SocketHooks.UNUSUAL) != 0) {
        w.unusual = true;
      }
      w.edge = true;
    }
  }

  private @Nullable Watched find(int number) {
    @Nullable Watched[] known = sockets;
    return number < known.length ? known[number] : null;
  }

  private synchronized void put(int number, @Nullable Watched socket) {
    @Nullable Watched[] known = sockets;
    if (number >= known.length) {
      known = Arrays.copyOf(known, Math.max(number + 1, known.length * 2));
    }
    known[number] = socket;
    sockets = known; // published
  }
}
