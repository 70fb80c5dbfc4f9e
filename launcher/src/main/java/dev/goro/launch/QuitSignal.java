package dev.goro.launch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.goro.Go;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * SIGQUIT prints every goroutine to standard error and the program goes on.
 *
 * <p>The JVM keeps SIGQUIT for its own thread dump and lets no Java code handle it; its option
 * {@code -Xrs} gives SIGQUIT up only together with the orderly end on SIGINT, SIGTERM and SIGHUP.
 * So the dump hangs on a signal that Java may handle and nobody sends, and SIGQUIT's native handler
 * becomes a few instructions that put that signal's number in place of SIGQUIT's and jump to the
 * JVM's own handler. That handler only notes the number and posts a semaphore, so it is safe in a
 * signal's context; the JVM's signal dispatcher thread then calls the Java code.
 *
 * <p>The JVM's attach mechanism, which SIGQUIT would start on demand, must run already: {@code
 * -XX:+StartAttachListener}.
 *
 * <p>Done on Linux on x86-64 and AArch64. Elsewhere, or where the system forbids new executable
 * pages, SIGQUIT prints the JVM's thread dump, and {@code goro dump} prints the goroutines.
 */
final class QuitSignal {
  private static final int SIGQUIT = 3;

  /**
   * Carries the dump: its default is to be ignored, and it is sent for a socket's urgent data only
   * if a program asks for it.
   */
  private static final String CARRIER = "URG";

  /** The handler's address is the first field; a mask, flags and a restorer follow. */
  private static final long SIGACTION_BYTES = 152;

  private static final int READ_WRITE = 1 | 2;
  private static final int READ_EXECUTE = 1 | 4;
  private static final int PRIVATE_ANONYMOUS = 0x22;
  private static final long PAGE = 4096;

  /**
   * Calling native code takes the JVM long to prepare: a program that ends before this never pays
   * for it.
   */
  private static final Duration GRACE = Duration.ofMillis(100);

  private QuitSignal() {}

  /** Takes SIGQUIT over, off the program's path: on a thread of its own, which then ends. */
  static void dumpOnQuit() {
    String arch = System.getProperty("os.arch");
    if (System.getProperty("os.name").equals("Linux")
        && (arch.equals("amd64") || arch.equals("aarch64"))) {
      Thread.ofPlatform().name("goro-sigquit").daemon().start(() -> install(arch));
    }
  }

  private static void install(String arch) {
    try (var arena = Arena.ofConfined()) {
      LockSupport.parkNanos(GRACE.toNanos());
      var carrier = new Signal(CARRIER);
      Signal.handle(carrier, signal -> System.err.println(Go.dump()));
      MethodHandle sigaction =
          libc("sigaction", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
      MemorySegment action = arena.allocate(SIGACTION_BYTES, 8);
      if ((int) sigaction.invokeExact(carrier.getNumber(), MemorySegment.NULL, action) != 0) {
        return;
      }
      MemorySegment code = executable(jump(arch, carrier.getNumber(), action.get(JAVA_LONG, 0)));
      if (code == null) {
        return;
      }
      action.set(ADDRESS, 0, code);
      int installed = (int) sigaction.invokeExact(SIGQUIT, action, MemorySegment.NULL);
      assert installed == 0 : "SIGQUIT's handler may always be set";
    } catch (Throwable e) {
      System.getLogger("dev.goro").log(System.Logger.Level.DEBUG, "SIGQUIT stays the JVM's", e);
    }
  }

  /**
   * The instructions: the first argument becomes the number, the rest stays as it is, on to the
   * handler.
   */
  private static byte[] jump(String arch, int number, long handler) {
    var code = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    if (arch.equals("amd64")) {
      code.put((byte) 0xbf).putInt(number); // mov edi, number
      code.put((byte) 0x48).put((byte) 0xb8).putLong(handler); // mov rax, handler
      code.put((byte) 0xff).put((byte) 0xe0); // jmp rax
    } else {
      code.putInt(0x52800000 | number << 5); // mov w0, number
      code.putInt(0x58000070); // ldr x16, from 12 bytes on
      code.putInt(0xd61f0200); // br x16
      code.putInt(0xd503201f); // nop: aligns
      code.putLong(handler);
    }
    return code.array();
  }

  /** Returns the code on a page of its own that stays for ever; null if the system forbids it. */
  private static @Nullable MemorySegment executable(byte[] code) throws Throwable {
    MethodHandle mmap =
        libc(
            "mmap",
            FunctionDescriptor.of(
                ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    MethodHandle mprotect =
        libc("mprotect", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    var page =
        (MemorySegment)
            mmap.invokeExact(MemorySegment.NULL, PAGE, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
    if (page.address() == -1) {
      return null;
    }
    page = page.reinterpret(PAGE);
    MemorySegment.copy(MemorySegment.ofArray(code), 0, page, 0, code.length);
    return (int) mprotect.invokeExact(page, PAGE, READ_EXECUTE) == 0 ? page : null;
  }

  private static MethodHandle libc(String function, FunctionDescriptor type) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), type);
  }
}
