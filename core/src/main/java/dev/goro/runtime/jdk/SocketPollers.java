package dev.goro.runtime.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/**
 * The JDK's socket pollers on Linux: each is an epoll descriptor, and a map from the sockets that
 * are waited for to the threads that wait. The JDK looks at them from virtual threads of its own,
 * the sub-pollers; this is what it takes to look at them instead.
 *
 * <p>Only to be touched once the JDK has begun to make its pollers: to ask {@link #open} makes
 * them. Where the JDK differs from JDK 25, or is not on Linux, {@link #AVAILABLE} is {@code false};
 * nothing else here may be called then, and the JDK's own sub-pollers do the work.
 */
@NullUnmarked // the handles are null where AVAILABLE is false, and then not used
public final class SocketPollers {
  /** How many events one look takes. */
  private static final int MAX_EVENTS = 128;

  private static final int CTL_ADD = 1;
  private static final int IN = 1;

  /** Whether the pollers are as JDK 25 on Linux has them. */
  public static final boolean AVAILABLE;

  private static final MethodHandle READ_POLLERS;
  private static final MethodHandle WRITE_POLLERS;
  private static final MethodHandle FD;
  private static final MethodHandle REGISTERED;
  private static final MethodHandle POLLED;
  private static final MethodHandle CREATE;
  private static final MethodHandle CTL;
  private static final MethodHandle WAIT;
  private static final MethodHandle ALLOCATE;
  private static final MethodHandle FREE;
  private static final MethodHandle EVENT;
  private static final MethodHandle DESCRIPTOR;
  private static final MethodHandle EVENTS;

  static {
    MethodHandle readPollers = null;
    MethodHandle writePollers = null;
    MethodHandle fd = null;
    MethodHandle registered = null;
    MethodHandle polled = null;
    MethodHandle create = null;
    MethodHandle ctl = null;
    MethodHandle wait = null;
    MethodHandle allocate = null;
    MethodHandle free = null;
    MethodHandle event = null;
    MethodHandle descriptor = null;
    MethodHandle events = null;
    boolean available = false;
    try {
      VirtualThreads.openPackage("sun.nio.ch");
      Class<?> type = Class.forName("sun.nio.ch.Poller", false, null);
      MethodHandles.Lookup poller = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      readPollers = poller.findStatic(type, "readPollers", MethodType.methodType(List.class));
      writePollers = poller.findStatic(type, "writePollers", MethodType.methodType(List.class));
      fd =
          poller
              .findVirtual(type, "fdVal", MethodType.methodType(int.class))
              .asType(MethodType.methodType(int.class, Object.class));
      registered =
          poller
              .findVirtual(type, "registered", MethodType.methodType(int.class))
              .asType(MethodType.methodType(int.class, Object.class));
      polled =
          poller
              .findVirtual(type, "polled", MethodType.methodType(void.class, int.class))
              .asType(MethodType.methodType(void.class, Object.class, int.class));
      Class<?> epollType = Class.forName("sun.nio.ch.EPoll", false, null);
      MethodHandles.Lookup epoll = MethodHandles.privateLookupIn(epollType, MethodHandles.lookup());
      create = epoll.findStatic(epollType, "create", MethodType.methodType(int.class));
      ctl =
          epoll.findStatic(
              epollType,
              "ctl",
              MethodType.methodType(int.class, int.class, int.class, int.class, int.class));
      wait =
          epoll.findStatic(
              epollType,
              "wait",
              MethodType.methodType(int.class, int.class, long.class, int.class, int.class));
      allocate =
          epoll.findStatic(
              epollType, "allocatePollArray", MethodType.methodType(long.class, int.class));
      free =
          epoll.findStatic(
              epollType, "freePollArray", MethodType.methodType(void.class, long.class));
      event =
          epoll.findStatic(
              epollType, "getEvent", MethodType.methodType(long.class, long.class, int.class));
      descriptor =
          epoll.findStatic(
              epollType, "getDescriptor", MethodType.methodType(int.class, long.class));
      events =
          epoll.findStatic(epollType, "getEvents", MethodType.methodType(int.class, long.class));
      available = true;
    } catch (Throwable other) {
      // Another OS, or a JDK whose pollers have moved: they do their work themselves.
    }
    AVAILABLE = available;
    READ_POLLERS = readPollers;
    WRITE_POLLERS = writePollers;
    FD = fd;
    REGISTERED = registered;
    POLLED = polled;
    CREATE = create;
    CTL = ctl;
    WAIT = wait;
    ALLOCATE = allocate;
    FREE = free;
    EVENT = event;
    DESCRIPTOR = descriptor;
    EVENTS = events;
  }

  private final Object[] pollers;
  private final int[] descriptors;
  private final int all;
  private final SocketHooks.Handler handler;

  /** How many of the pollers, from the first, are the handler's. */
  private final int hooked;

  /**
   * Whether some M was woken since the last look. Then that is one at each poller: or what came for
   * a socket that nobody waits for would wake the next M that sleeps at once, again and again.
   */
  private volatile boolean stirred;

  private SocketPollers(SocketHooks.Handler handler, List<?> read, List<?> write) throws Throwable {
    this.handler = handler;
    hooked = SocketHooks.install(handler) ? read.size() : 0;
    pollers = new Object[read.size() + write.size()];
    descriptors = new int[pollers.length];
    all = (int) CREATE.invokeExact();
    for (int i = 0; i < pollers.length; i++) {
      pollers[i] = i < read.size() ? read.get(i) : write.get(i - read.size());
      descriptors[i] = (int) FD.invokeExact(pollers[i]);
      int error = (int) CTL.invokeExact(all, CTL_ADD, descriptors[i], IN);
      if (error != 0) {
        throw new IllegalStateException("epoll_ctl of a poller failed: error " + error);
      }
    }
  }

  /**
   * The pollers of this JVM; waits until the JDK has made them.
   *
   * @param handler comes between the sockets and the kernel, if the JDK is as it must be for that
   */
  public static SocketPollers open(SocketHooks.Handler handler) {
    try {
      return new SocketPollers(
          handler, (List<?>) READ_POLLERS.invokeExact(), (List<?>) WRITE_POLLERS.invokeExact());
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /** Whether the handler stands between the sockets and the kernel. */
  public boolean hooked() {
    return hooked > 0;
  }

  /**
   * Unparks the threads whose sockets are ready, without blocking; returns how many.
   *
   * @param buffer the caller's own
   * @param first which poller to begin with, so that several callers do not follow each other
   */
  public int poll(Buffer buffer, int first) {
    int found = 0;
    boolean wasStirred = stirred;
    if (wasStirred) {
      stirred = false;
    }
    try {
      for (int i = 0; i < pollers.length; i++) {
        int k = (first + i) % pollers.length;
        Object poller = pollers[k];
        if (!wasStirred && (int) REGISTERED.invokeExact(poller) == 0) {
          continue;
        }
        int n = (int) WAIT.invokeExact(descriptors[k], buffer.address, MAX_EVENTS, 0);
        for (int j = 0; j < n; j++) {
          long event = (long) EVENT.invokeExact(buffer.address, j);
          int descriptor = (int) DESCRIPTOR.invokeExact(event);
          if (k < hooked) {
            handler.ready(descriptor, (int) EVENTS.invokeExact(event));
          }
          POLLED.invokeExact(poller, descriptor);
        }
        found += Math.max(n, 0);
      }
      return found;
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /** Blocks the OS thread until some socket that is waited for is ready; false if none is. */
  public boolean await(Buffer buffer) {
    try {
      if ((int) WAIT.invokeExact(all, buffer.address, MAX_EVENTS, -1) <= 0) {
        return false;
      }
      stirred = true;
      return true;
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /** Room for the events of one look; one thread's own. */
  public static final class Buffer implements AutoCloseable {
    private final long address;

    /** Takes the memory. */
    public Buffer() {
      try {
        address = (long) ALLOCATE.invokeExact(MAX_EVENTS);
      } catch (Throwable t) {
        throw VirtualThreads.broken(t);
      }
    }

    /** Gives the memory back; not to be used afterwards. */
    @Override
    public void close() {
      try {
        FREE.invokeExact(address);
      } catch (Throwable t) {
        throw VirtualThreads.broken(t);
      }
    }
  }
}
