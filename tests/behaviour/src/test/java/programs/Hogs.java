package programs;

import static dev.goro.Go.go;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import dev.goro.time.Ticker;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * One goroutine computes in a way that nothing interrupts, while the others sleep, tick and hand
 * values to each other. Argument: the way. The others have to get on while it computes: where it
 * would end by itself it begins anew until they are done.
 */
public final class Hogs {
  private static final int ROUNDS = 20;
  private static final Object MONITOR = new Object();
  private static final ReentrantLock LOCK = new ReentrantLock();

  private static volatile boolean over;
  private static volatile boolean started;
  private static volatile Object sink;

  private Hogs() {}

  public static void main(String[] args) throws Exception {
    String how = args[0];
    var hog = new WaitGroup();
    hog.go(() -> hog(how));
    while (!started) {
      Go.gosched();
    }
    var contenders = new WaitGroup();
    var entered = new AtomicInteger();
    for (int i = 0; i < 5; i++) {
      contenders.go(() -> contend(how, entered));
    }
    othersGetOn();
    System.out.println("others got on");
    if (entered.get() != 0 && (how.equals("monitor") || how.equals("lock"))) {
      throw new IllegalStateException(entered + " are where only the hog may be");
    }
    over = true;
    contenders.await();
    hog.await();
    System.out.println("all ended");
  }

  private static void othersGetOn() throws Exception {
    try (var ticker = new Ticker(Duration.ofMillis(1))) {
      for (int i = 0; i < ROUNDS; i++) {
        ticker.channel().recv();
        Chan<Integer> c = Chan.make();
        go(() -> c.send(1));
        c.recv();
        Thread.sleep(1);
      }
    }
  }

  private static void hog(String how) throws Exception {
    switch (how) {
      case "loop" -> loop();
      case "regular expression" -> regularExpression();
      case "power" -> power();
      case "sort" -> sort();
      case "monitor" -> {
        synchronized (MONITOR) {
          loop();
        }
      }
      case "lock" -> {
        LOCK.lock();
        loop();
        LOCK.unlock();
      }
      case "class initialiser" -> sink = Initialised.VALUE;
      case "native frame" -> below(Hogs::compare);
      default -> throw new IllegalArgumentException(how);
    }
  }

  /** Others come to what the hog holds, and wait. */
  private static void contend(String how, AtomicInteger entered) {
    switch (how) {
      case "monitor" -> {
        synchronized (MONITOR) {
          entered.incrementAndGet();
        }
      }
      case "lock" -> {
        LOCK.lock();
        entered.incrementAndGet();
        LOCK.unlock();
      }
      case "class initialiser" -> sink = Initialised.VALUE;
      default -> entered.incrementAndGet();
    }
  }

  private static int loop() {
    int n = 0;
    started = true;
    while (!over) {
      n++;
    }
    return n;
  }

  private static final class Initialised {
    static final int VALUE = loop();
  }

  private static void regularExpression() {
    var pattern = Pattern.compile("(a*)*(b*)*c");
    started = true;
    while (!over) {
      sink = pattern.matcher("a".repeat(20)).matches();
    }
  }

  private static void power() {
    started = true;
    while (!over) {
      sink = BigInteger.valueOf(3).pow(1_000_000);
    }
  }

  private static void sort() {
    int[] numbers = new Random(1).ints(Integer.getInteger("numbers", 5_000_000)).toArray();
    started = true;
    while (!over) {
      int[] copy = numbers.clone();
      Arrays.sort(copy);
      sink = copy;
    }
  }

  private interface Compare {
    int compare(MemorySegment a, MemorySegment b);
  }

  static int compare(MemorySegment a, MemorySegment b) {
    loop();
    return Integer.compare(a.get(ValueLayout.JAVA_INT, 0), b.get(ValueLayout.JAVA_INT, 0));
  }

  /** C's qsort calls back into Java, where the hog computes with a native frame below it. */
  private static void below(Compare compare) throws Exception {
    var type =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS.withTargetLayout(ValueLayout.JAVA_INT),
            ValueLayout.ADDRESS.withTargetLayout(ValueLayout.JAVA_INT));
    var linker = Linker.nativeLinker();
    try (var arena = Arena.ofConfined()) {
      var handle =
          MethodHandles.lookup()
              .findVirtual(
                  Compare.class,
                  "compare",
                  MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class))
              .bindTo(compare);
      var qsort =
          linker.downcallHandle(
              linker.defaultLookup().find("qsort").orElseThrow(),
              FunctionDescriptor.ofVoid(
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS));
      var array = arena.allocateFrom(ValueLayout.JAVA_INT, 3, 1, 2);
      qsort.invokeExact(array, 3L, 4L, linker.upcallStub(handle, type, arena));
      sink = array.get(ValueLayout.JAVA_INT, 0);
    } catch (Throwable t) {
      throw new IllegalStateException("qsort failed", t);
    }
  }
}
