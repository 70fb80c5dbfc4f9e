package dev.goro.runtime.chan;
import dev.goro.*;
import java.time.Duration;
import java.util.*;
import java.util.stream.Stream;
public final class Channel<T> implements Chan<T> {
  public Channel(int capacity) { throw new AssertionError(); }
  public void send(T v) { throw new AssertionError(); }
  public boolean trySend(T v) { throw new AssertionError(); }
  public boolean trySend(T v, Duration d) { throw new AssertionError(); }
  public void close() { throw new AssertionError(); }
  public int len() { throw new AssertionError(); }
  public int cap() { throw new AssertionError(); }
  public T recv() { throw new AssertionError(); }
  public Received<T> receive() { throw new AssertionError(); }
  public Optional<Received<T>> tryRecv() { throw new AssertionError(); }
  public Optional<Received<T>> tryRecv(Duration d) { throw new AssertionError(); }
  public Iterator<T> iterator() { throw new AssertionError(); }
  public Stream<T> stream() { throw new AssertionError(); }
}
