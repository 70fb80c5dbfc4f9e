package dev.goro.runtime.jdk;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/**
 * Puts a {@link Handler} between the JDK's blocking sockets and the kernel. Two classes of the
 * JDK's are extended, where they are, by hidden classes that only call the handler:
 *
 * <ul>
 *   <li>{@code Poller}: whoever has to wait for a socket to have something to read registers it
 *       here. The new poller takes the old one's place in the JDK's array, and shares its epoll
 *       descriptor and its map of who waits; so it makes no difference through which of them a
 *       thread waits that came in just then.
 *   <li>{@code SocketDispatcher}: reads from TCP sockets. {@code NioSocketImpl} and {@code
 *       SocketChannelImpl} have one each for all their sockets, in a static final field, which is
 *       overwritten. Code that was compiled before keeps to the old one, which reads as ever: the
 *       handler must not rely on seeing each read and close.
 * </ul>
 *
 * <p>Where the JDK is another, {@link #install} does nothing.
 */
@NullUnmarked // the handles are null where AVAILABLE is false, and then not used
public final class SocketHooks {
  /** An event: there is something to read. */
  public static final int IN = 0x1;

  /** Events after which a short read does not say that all was read: urgent data, errors, ends. */
  public static final int UNUSUAL = 0x2 | 0x8 | 0x10 | 0x2000;

  private static final int EDGES = IN | 0x2 | 0x2000 | 1 << 31; // and errors and ends, always
  private static final int ONE_SHOT = IN | 1 << 30;
  private static final int CTL_ADD = 1;
  private static final int CTL_DEL = 2;
  private static final int CTL_MOD = 3;
  private static final int NO_ENTRY = 2;

  /** What a read returns that would have to wait. */
  public static final int UNAVAILABLE = -2;

  /** Whether everything is as JDK 25 on Linux has it. */
  static final boolean AVAILABLE;

  private static final ClassDesc POLLER = ClassDesc.of("sun.nio.ch.Poller");
  private static final ClassDesc DISPATCHER = ClassDesc.of("sun.nio.ch.SocketDispatcher");
  private static final DirectMethodHandleDesc CLASS_DATA =
      ConstantDescs.ofConstantBootstrap(
          ConstantDescs.CD_MethodHandles, "classDataAt", CD_Object, CD_int);

  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Object[].class);

  private static final Lookup LOOKUP;
  private static final MethodHandle READ;
  private static final MethodHandle DESCRIPTOR;
  private static final MethodHandle CTL;
  private static final MethodHandle POLLED;

  static {
    Lookup lookup = null;
    MethodHandle read = null;
    MethodHandle descriptor = null;
    MethodHandle ctl = null;
    MethodHandle polled = null;
    boolean available = false;
    try {
      VirtualThreads.openPackage("sun.nio.ch");
      VirtualThreads.openPackage("java.io");
      lookup = trusted().in(type("sun.nio.ch.Poller"));
      polled =
          lookup
              .findVirtual(
                  lookup.lookupClass(), "polled", MethodType.methodType(void.class, int.class))
              .asType(MethodType.methodType(void.class, Object.class, int.class));
      Class<?> dispatcher = type("sun.nio.ch.SocketDispatcher");
      read =
          MethodHandles.privateLookupIn(dispatcher, MethodHandles.lookup())
              .findStatic(
                  dispatcher,
                  "read0",
                  MethodType.methodType(int.class, FileDescriptor.class, long.class, int.class));
      descriptor =
          MethodHandles.privateLookupIn(FileDescriptor.class, MethodHandles.lookup())
              .findGetter(FileDescriptor.class, "fd", int.class);
      Class<?> epoll = type("sun.nio.ch.EPoll");
      ctl =
          MethodHandles.privateLookupIn(epoll, MethodHandles.lookup())
              .findStatic(
                  epoll,
                  "ctl",
                  MethodType.methodType(int.class, int.class, int.class, int.class, int.class));
      available = true;
    } catch (Throwable other) {
      // Another OS, or a JDK whose sockets are made otherwise.
    }
    AVAILABLE = available;
    LOOKUP = lookup;
    READ = read;
    DESCRIPTOR = descriptor;
    CTL = ctl;
    POLLED = polled;
  }

  private SocketHooks() {}

  /** Who is asked. */
  public interface Handler {
    /**
     * Reads from a socket, by {@link SocketHooks#read}, or returns {@link #UNAVAILABLE} if there is
     * nothing to read for sure.
     *
     * @param waits whether the caller always waits if there is nothing
     */
    int read(boolean waits, FileDescriptor socket, long address, int length) throws IOException;

    /**
     * The calling thread is about to wait until there is something to read; {@link #polled} is to
     * be called when there is, which may be at once.
     *
     * @param poller the JDK's poller
     * @param epoll its epoll descriptor
     * @param descriptor the socket's
     */
    void register(Object poller, int epoll, int descriptor) throws IOException;

    /**
     * The calling thread does not wait any more.
     *
     * @param polled whether it was woken by {@link #polled}, or by a close
     */
    void deregister(int epoll, int descriptor, boolean polled);

    /** A socket is about to be closed: its number may soon be another's. */
    void closing(FileDescriptor socket);

    /** The kernel reports events of a socket; before {@link #polled} is called. */
    void ready(int descriptor, int events);
  }

  /** The lookup that may everything, a hidden class beside the JDK's among it. */
  private static Lookup trusted() throws Throwable {
    VirtualThreads.openPackage("java.lang.invoke");
    Field trusted = Lookup.class.getDeclaredField("IMPL_LOOKUP");
    trusted.setAccessible(true);
    return (Lookup) trusted.get(null);
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, true, null);
  }

  // ---- for the handler

  /** Reads without blocking if the socket is set so, which it is on virtual threads. */
  public static int read(FileDescriptor socket, long address, int length) throws IOException {
    try {
      return (int) READ.invokeExact(socket, address, length);
    } catch (IOException e) {
      throw e;
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /** The number of a socket. */
  public static int descriptor(FileDescriptor socket) {
    try {
      return (int) DESCRIPTOR.invokeExact(socket);
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /** Has the kernel tell once that there is something to read, as the JDK does for each wait. */
  public static void tellOnce(int epoll, int descriptor) throws IOException {
    modify(epoll, descriptor, ONE_SHOT);
  }

  /** Has the kernel tell whenever something has come, until the socket is closed. */
  public static void tellAlways(int epoll, int descriptor) throws IOException {
    modify(epoll, descriptor, EDGES);
  }

  private static void modify(int epoll, int descriptor, int events) throws IOException {
    int error = ctl(epoll, CTL_MOD, descriptor, events);
    if (error == NO_ENTRY) {
      error = ctl(epoll, CTL_ADD, descriptor, events);
    }
    if (error != 0) {
      throw new IOException("epoll_ctl failed: error " + error);
    }
  }

  /** Has the kernel tell nothing any more. */
  public static void forget(int epoll, int descriptor) {
    int ignored = ctl(epoll, CTL_DEL, descriptor, 0); // it may have been closed
  }

  private static int ctl(int epoll, int operation, int descriptor, int events) {
    try {
      return (int) CTL.invokeExact(epoll, operation, descriptor, events);
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  /** Wakes the thread that waits for the socket, if one does. */
  public static void polled(Object poller, int descriptor) {
    try {
      POLLED.invokeExact(poller, descriptor);
    } catch (Throwable t) {
      throw VirtualThreads.broken(t);
    }
  }

  // ---- installing

  /**
   * Puts the handler in; false, and nothing has changed, if this JDK's sockets are made otherwise.
   */
  static boolean install(Handler handler) {
    if (!AVAILABLE) {
      return false;
    }
    try {
      Object[] pollers = readPollers();
      Object[] instead = new Object[pollers.length];
      Lookup poller = pollerClass(handler);
      for (int i = 0; i < pollers.length; i++) {
        instead[i] = poller(poller, pollers[i]);
      }
      Lookup dispatcher = dispatcherClass(handler);
      var finals = new Finals();
      Field sockets = type("sun.nio.ch.NioSocketImpl").getDeclaredField("nd");
      Field channels = type("sun.nio.ch.SocketChannelImpl").getDeclaredField("nd");
      Object ofSockets = make(dispatcher, boolean.class, true);
      Object ofChannels = make(dispatcher, boolean.class, false);
      // From here on nothing can fail.
      for (int i = 0; i < pollers.length; i++) {
        ELEMENT.setVolatile(pollers, i, instead[i]);
      }
      finals.overwrite(sockets, ofSockets);
      finals.overwrite(channels, ofChannels);
      return true;
    } catch (Throwable other) {
      return false;
    }
  }

  /** The array in which the JDK looks for a socket's poller. */
  private static Object[] readPollers() throws Throwable {
    Class<?> type = type("sun.nio.ch.Poller$Pollers");
    Object pollers = LOOKUP.findStaticGetter(LOOKUP.lookupClass(), "POLLERS", type).invoke();
    return (Object[])
        MethodHandles.privateLookupIn(type, MethodHandles.lookup())
            .findGetter(type, "readPollers", LOOKUP.lookupClass().arrayType())
            .invoke(pollers);
  }

  private static Object make(Lookup type, Class<?> parameter, Object argument) throws Throwable {
    return type.findConstructor(type.lookupClass(), MethodType.methodType(void.class, parameter))
        .invoke(argument);
  }

  /** A poller with the epoll descriptor and the map of another. */
  private static Object poller(Lookup type, Object old) throws Throwable {
    Class<?> poller = LOOKUP.lookupClass();
    int epoll =
        (int) LOOKUP.findVirtual(poller, "fdVal", MethodType.methodType(int.class)).invoke(old);
    Object instead = make(type, int.class, epoll);
    Field map = poller.getDeclaredField("map");
    map.setAccessible(true);
    map.set(instead, map.get(old));
    return instead;
  }

  /**
   * A poller of those that wait to read:
   *
   * <pre>{@code
   * final class GoroPoller extends Poller {
   *   private final int epoll;
   *   GoroPoller(int epoll) { this.epoll = epoll; }
   *   int fdVal() { return epoll; }
   *   void implRegister(int fd) { handler.register(this, epoll, fd); }
   *   void implDeregister(int fd, boolean polled) { handler.deregister(epoll, fd, polled); }
   *   int poll(int timeout) { return 0; } // for the JDK's threads, which never run
   * }
   * }</pre>
   */
  private static Lookup pollerClass(Handler handler) throws Throwable {
    var self = ClassDesc.of("sun.nio.ch.GoroPoller");
    return define(
        self,
        POLLER,
        CD_int,
        "epoll",
        type -> {
          type.withMethodBody(
              "fdVal",
              MethodTypeDesc.of(CD_int),
              0,
              code -> code.aload(0).getfield(self, "epoll", CD_int).ireturn());
          type.withMethodBody(
              "implRegister",
              MethodTypeDesc.of(CD_void, CD_int),
              0,
              code ->
                  call(
                          code.loadConstant(handle(0))
                              .aload(0)
                              .aload(0)
                              .getfield(self, "epoll", CD_int)
                              .iload(1),
                          MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int))
                      .return_());
          type.withMethodBody(
              "implDeregister",
              MethodTypeDesc.of(CD_void, CD_int, CD_boolean),
              0,
              code ->
                  call(
                          code.loadConstant(handle(1))
                              .aload(0)
                              .getfield(self, "epoll", CD_int)
                              .iload(1)
                              .iload(2),
                          MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_boolean))
                      .return_());
          type.withMethodBody(
              "poll", MethodTypeDesc.of(CD_int, CD_int), 0, code -> code.iconst_0().ireturn());
        },
        List.of(
            bound(handler, "register", void.class, Object.class, int.class, int.class),
            bound(handler, "deregister", void.class, int.class, int.class, boolean.class)));
  }

  /**
   * Reads and closes of TCP sockets:
   *
   * <pre>{@code
   * final class GoroDispatcher extends SocketDispatcher {
   *   private final boolean waits;
   *   GoroDispatcher(boolean waits) { this.waits = waits; }
   *   int read(FileDescriptor fd, long address, int length) {
   *     return handler.read(waits, fd, address, length);
   *   }
   *   void close(FileDescriptor fd) { handler.closing(fd); super.close(fd); }
   * }
   * }</pre>
   */
  private static Lookup dispatcherClass(Handler handler) throws Throwable {
    var self = ClassDesc.of("sun.nio.ch.GoroDispatcher");
    var socket = ClassDesc.of("java.io.FileDescriptor");
    var close = MethodTypeDesc.of(CD_void, socket);
    return define(
        self,
        DISPATCHER,
        CD_boolean,
        "waits",
        type -> {
          type.withMethodBody(
              "read",
              MethodTypeDesc.of(CD_int, socket, CD_long, CD_int),
              0,
              code ->
                  call(
                          code.loadConstant(handle(0))
                              .aload(0)
                              .getfield(self, "waits", CD_boolean)
                              .aload(1)
                              .lload(2)
                              .iload(4),
                          MethodTypeDesc.of(CD_int, CD_boolean, socket, CD_long, CD_int))
                      .ireturn());
          type.withMethodBody(
              "close",
              close,
              0,
              code ->
                  call(code.loadConstant(handle(1)).aload(1), close)
                      .aload(0)
                      .aload(1)
                      .invokespecial(DISPATCHER, "close", close)
                      .return_());
        },
        List.of(
            bound(
                handler,
                "read",
                int.class,
                boolean.class,
                FileDescriptor.class,
                long.class,
                int.class),
            bound(handler, "closing", void.class, FileDescriptor.class)));
  }

  /** A hidden class beside the JDK's, with one field that its constructor sets. */
  private static Lookup define(
      ClassDesc self,
      ClassDesc parent,
      ClassDesc fieldType,
      String field,
      Consumer<ClassBuilder> methods,
      List<MethodHandle> handles)
      throws IllegalAccessException {
    byte[] bytes =
        ClassFile.of()
            .build(
                self,
                type -> {
                  type.withSuperclass(parent);
                  type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
                  type.withField(field, fieldType, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
                  type.withMethodBody(
                      ConstantDescs.INIT_NAME,
                      MethodTypeDesc.of(CD_void, fieldType),
                      0,
                      code ->
                          code.aload(0)
                              .invokespecial(
                                  parent, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                              .aload(0)
                              .iload(1)
                              .putfield(self, field, fieldType)
                              .return_());
                  methods.accept(type);
                });
    return LOOKUP.defineHiddenClassWithClassData(bytes, handles, true);
  }

  /** A method handle of the class's, a constant for the compiler. */
  private static DynamicConstantDesc<?> handle(int index) {
    return DynamicConstantDesc.ofNamed(
        CLASS_DATA, ConstantDescs.DEFAULT_NAME, ConstantDescs.CD_MethodHandle, index);
  }

  private static CodeBuilder call(CodeBuilder code, MethodTypeDesc type) {
    return code.invokevirtual(ConstantDescs.CD_MethodHandle, "invokeExact", type);
  }

  private static MethodHandle bound(
      Handler handler, String method, Class<?> result, Class<?>... parameters)
      throws ReflectiveOperationException {
    return MethodHandles.lookup()
        .findVirtual(Handler.class, method, MethodType.methodType(result, parameters))
        .bindTo(handler);
  }

  /** Overwrites static final fields. */
  private static final class Finals {
    private final Object unsafe;
    private final MethodHandle base;
    private final MethodHandle offset;
    private final MethodHandle put;

    Finals() throws Throwable {
      VirtualThreads.openPackage("jdk.internal.misc");
      Class<?> type = type("jdk.internal.misc.Unsafe");
      Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      unsafe = lookup.findStatic(type, "getUnsafe", MethodType.methodType(type)).invoke();
      base =
          lookup.findVirtual(
              type, "staticFieldBase", MethodType.methodType(Object.class, Field.class));
      offset =
          lookup.findVirtual(
              type, "staticFieldOffset", MethodType.methodType(long.class, Field.class));
      put =
          lookup.findVirtual(
              type,
              "putReferenceVolatile",
              MethodType.methodType(void.class, Object.class, long.class, Object.class));
    }

    void overwrite(Field field, Object value) throws Throwable {
      put.invoke(unsafe, base.invoke(unsafe, field), offset.invoke(unsafe, field), value);
    }
  }
}
