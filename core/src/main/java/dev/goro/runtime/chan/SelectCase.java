package dev.goro.runtime.chan;
import dev.goro.*;
import java.time.Duration;
import java.util.function.*;
public final class SelectCase<R> implements Select.Case<R> {
  public static <T, R> SelectCase<R> receive(RecvChan<T> c, Function<? super T, ? extends R> f) { throw new AssertionError(); }
  public static <T, R> SelectCase<R> receiveOk(RecvChan<T> c, BiFunction<? super T, Boolean, ? extends R> f) { throw new AssertionError(); }
  public static SelectCase<Selected> receiveData(RecvChan<?> c) { throw new AssertionError(); }
  public static <T, R> SelectCase<R> send(SendChan<T> c, T v, Supplier<? extends R> f) { throw new AssertionError(); }
  public static <T> SelectCase<Selected> sendData(SendChan<T> c, T v) { throw new AssertionError(); }
  public static <R> SelectCase<R> after(Duration d, Supplier<? extends R> f) { throw new AssertionError(); }
  public static SelectCase<Selected> afterData(Duration d) { throw new AssertionError(); }
  public static <R> SelectCase<R> otherwise(Supplier<? extends R> f) { throw new AssertionError(); }
  public static SelectCase<Selected> otherwiseData() { throw new AssertionError(); }
}
