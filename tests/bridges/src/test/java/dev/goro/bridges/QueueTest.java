package dev.goro.bridges;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.ChannelClosedException;
import dev.goro.Go;
import dev.goro.testing.Parked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code Chan.asBlockingQueue}: the laws of {@code BlockingQueue}, and those of a closed channel.
 */
@ParameterizedClass
@EnumSource(Caller.class)
class QueueTest {
  @Parameter Caller caller;

  private static <T> Parked waitingToTake(BlockingQueue<T> queue, T expected) {
    return Parked.in(() -> assertEquals(expected, queue.take()));
  }

  @Test
  void theQueueAndTheChannelAreTheSame() throws Exception {
    caller.run(
        () -> {
          Chan<String> channel = Chan.make(4);
          BlockingQueue<String> queue = channel.asBlockingQueue();
          channel.send("a");
          queue.put("b");
          assertEquals("a", queue.take());
          assertEquals("b", channel.recv());
        });
  }

  @Test
  void firstInFirstOut() throws Exception {
    caller.run(
        () -> {
          BlockingQueue<Integer> queue = Chan.<Integer>make(10).asBlockingQueue();
          for (int i = 0; i < 10; i++) {
            queue.add(i);
          }
          for (int i = 0; i < 10; i++) {
            assertEquals(i, queue.remove());
          }
        });
  }

  @Test
  void nullIsRefused() throws Exception {
    caller.run(
        () -> {
          BlockingQueue<String> queue = Chan.<String>make(1).asBlockingQueue();
          assertThrows(NullPointerException.class, () -> queue.add(null));
          assertThrows(NullPointerException.class, () -> queue.offer(null));
          assertThrows(NullPointerException.class, () -> queue.offer(null, 1, SECONDS));
          assertThrows(NullPointerException.class, () -> queue.put(null));
          assertThrows(NullPointerException.class, () -> queue.addAll(Arrays.asList("a", null)));
          assertThrows(NullPointerException.class, () -> queue.offer("b", 1, null));
          assertThrows(NullPointerException.class, () -> queue.poll(1, null));
          assertThrows(NullPointerException.class, () -> queue.drainTo(null));
        });
  }

  @Test
  void aFullQueue() throws Exception {
    caller.run(
        () -> {
          BlockingQueue<String> queue = Chan.<String>make(1).asBlockingQueue();
          assertEquals(1, queue.remainingCapacity());
          assertTrue(queue.offer("a"));
          assertEquals(0, queue.remainingCapacity());
          assertFalse(queue.offer("b"));
          assertFalse(queue.offer("b", 1, MILLISECONDS));
          assertFalse(queue.offer("b", -1, MILLISECONDS));
          assertThrows(IllegalStateException.class, () -> queue.add("b"));
          Parked putting = Parked.in(() -> queue.put("b"));
          Parked offering = Parked.in(() -> assertTrue(queue.offer("c", Long.MAX_VALUE, DAYS)));
          assertEquals("a", queue.take());
          putting.awaitEnd();
          assertEquals("b", queue.take());
          offering.awaitEnd();
          assertEquals("c", queue.take());
        });
  }

  @Test
  void anEmptyQueue() throws Exception {
    caller.run(
        () -> {
          BlockingQueue<String> queue = Chan.<String>make(1).asBlockingQueue();
          assertTrue(queue.isEmpty());
          assertNull(queue.peek());
          assertNull(queue.poll());
          assertNull(queue.poll(1, MILLISECONDS));
          assertNull(queue.poll(0, MILLISECONDS));
          assertNull(queue.poll(-1, MILLISECONDS));
          assertThrows(NoSuchElementException.class, queue::remove);
          assertThrows(NoSuchElementException.class, queue::element);
          Parked taking = waitingToTake(queue, "a");
          queue.put("a");
          taking.awaitEnd();
          Parked polling = Parked.in(() -> assertEquals("b", queue.poll(Long.MAX_VALUE, DAYS)));
          queue.put("b");
          polling.awaitEnd();
        });
  }

  @Test
  void anInterruptEndsAWaitAndTakesTheFlagDown() throws Exception {
    caller.run(
        () -> {
          BlockingQueue<String> empty = Chan.<String>make(1).asBlockingQueue();
          BlockingQueue<String> full = Chan.<String>make(1).asBlockingQueue();
          full.put("a");
          Parked.in(empty::take).interrupt();
          Parked.in(() -> empty.poll(1, DAYS)).interrupt();
          Parked.in(() -> full.put("b")).interrupt();
          Parked.in(() -> full.offer("b", 1, DAYS)).interrupt();
          Thread.currentThread().interrupt();
          assertThrows(InterruptedException.class, empty::take);
          assertFalse(Thread.currentThread().isInterrupted());
          Thread.currentThread().interrupt();
          assertThrows(InterruptedException.class, () -> full.put("b"));
          assertFalse(Thread.currentThread().isInterrupted());
          assertEquals("a", full.take());
          assertTrue(full.isEmpty());
        });
  }

  @Test
  void lookingTakesNothing() throws Exception {
    caller.run(
        () -> {
          Chan<Integer> channel = Chan.make(4);
          BlockingQueue<Integer> queue = channel.asBlockingQueue();
          // The buffer is a ring: let it begin in the middle.
          queue.addAll(List.of(0, 0, 0));
          queue.clear();
          queue.addAll(List.of(1, 2, 3));
          assertEquals(3, queue.size());
          assertEquals(1, queue.peek());
          assertEquals(1, queue.element());
          assertTrue(queue.contains(3));
          assertFalse(queue.contains(4));
          assertEquals(List.of(1, 2, 3), List.copyOf(queue));
          assertEquals("[1, 2, 3]", queue.toString());
          assertEquals(3, channel.len());
        });
  }

  @Test
  void anIteratorIsOverWhatWasThereWhenItWasMade() throws Exception {
    caller.run(
        () -> {
          BlockingQueue<Integer> queue = Chan.<Integer>make(4).asBlockingQueue();
          queue.addAll(List.of(1, 2));
          Iterator<Integer> iterator = queue.iterator();
          queue.clear();
          assertEquals(1, iterator.next());
          assertThrows(UnsupportedOperationException.class, iterator::remove);
          assertEquals(2, iterator.next());
          assertFalse(iterator.hasNext());
          assertThrows(NoSuchElementException.class, iterator::next);
        });
  }

  @Test
  void nothingIsTakenOutOfTheMiddle() throws Exception {
    caller.run(
        () -> {
          BlockingQueue<Integer> queue = Chan.<Integer>make(4).asBlockingQueue();
          queue.addAll(List.of(1, 2));
          assertThrows(UnsupportedOperationException.class, () -> queue.remove(2));
          assertThrows(UnsupportedOperationException.class, () -> queue.removeIf(n -> n == 2));
          assertThrows(UnsupportedOperationException.class, () -> queue.retainAll(List.of(1)));
          assertFalse(queue.remove(3));
          assertEquals(2, queue.size());
        });
  }

  @Test
  void drainToTakesWhatIsThere() throws Exception {
    caller.run(
        () -> {
          BlockingQueue<Integer> queue = Chan.<Integer>make(4).asBlockingQueue();
          queue.addAll(List.of(1, 2, 3));
          List<Integer> to = new ArrayList<>();
          assertEquals(0, queue.drainTo(to, 0));
          assertEquals(0, queue.drainTo(to, -1));
          assertEquals(2, queue.drainTo(to, 2));
          assertEquals(1, queue.drainTo(to));
          assertEquals(0, queue.drainTo(to));
          assertEquals(List.of(1, 2, 3), to);
          assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
        });
  }

  @Test
  void anUnbufferedOneIsEmptyAndFullButHandsOver() throws Exception {
    caller.run(
        () -> {
          BlockingQueue<String> queue = Chan.<String>make().asBlockingQueue();
          assertEquals(0, queue.remainingCapacity());
          assertFalse(queue.offer("a"));
          Parked putting = Parked.in(() -> queue.put("a"));
          assertNull(queue.peek());
          assertTrue(queue.isEmpty());
          assertFalse(queue.iterator().hasNext());
          assertEquals("a", queue.poll());
          putting.awaitEnd();
          Parked taking = waitingToTake(queue, "b");
          assertTrue(queue.offer("b"));
          taking.awaitEnd();
        });
  }

  @Test
  void nothingGoesIntoAClosedOne() throws Exception {
    caller.run(
        () -> {
          Chan<String> channel = Chan.make(1);
          BlockingQueue<String> queue = channel.asBlockingQueue();
          queue.put("a");
          Parked putting =
              Parked.in(() -> assertThrows(ChannelClosedException.class, () -> queue.put("b")));
          Parked offering =
              Parked.in(
                  () ->
                      assertThrows(ChannelClosedException.class, () -> queue.offer("b", 1, DAYS)));
          channel.close();
          putting.awaitEnd();
          offering.awaitEnd();
          assertThrows(ChannelClosedException.class, () -> queue.put("b"));
          assertThrows(ChannelClosedException.class, () -> queue.offer("b"));
          assertThrows(ChannelClosedException.class, () -> queue.offer("b", 1, DAYS));
          assertThrows(IllegalStateException.class, () -> queue.add("b"));
        });
  }

  @Test
  void aClosedOneIsDrainedAndThenHasNothing() throws Exception {
    caller.run(
        () -> {
          Chan<String> channel = Chan.make(1);
          BlockingQueue<String> queue = channel.asBlockingQueue();
          queue.put("a");
          channel.close();
          assertEquals("a", queue.take());
          assertThrows(ChannelClosedException.class, queue::take);
          assertNull(queue.poll());
          assertNull(queue.poll(1, DAYS));
          assertNull(queue.peek());
          assertEquals(0, queue.drainTo(new ArrayList<>()));
        });
  }

  @Test
  void theCloseEndsThoseThatWaitToTake() throws Exception {
    caller.run(
        () -> {
          Chan<String> channel = Chan.make();
          BlockingQueue<String> queue = channel.asBlockingQueue();
          Parked taking = Parked.in(() -> assertThrows(ChannelClosedException.class, queue::take));
          Parked polling = Parked.in(() -> assertNull(queue.poll(1, DAYS)));
          channel.close();
          taking.awaitEnd();
          polling.awaitEnd();
        });
  }

  @Test
  void itServesAsTheQueueOfAThreadPool() throws Exception {
    caller.run(
        () -> {
          BlockingQueue<Runnable> queue = Chan.<Runnable>make(100).asBlockingQueue();
          try (var pool = new ThreadPoolExecutor(2, 2, 1, DAYS, queue, Go.threadFactory())) {
            List<Long> ids = new ArrayList<>();
            for (var future : pool.invokeAll(Collections.nCopies(50, (Callable<Long>) Go::goid))) {
              ids.add(future.get());
            }
            assertEquals(50, ids.size());
            assertTrue(ids.stream().distinct().count() <= 2);
            assertFalse(ids.contains(0L));
          }
        });
  }
}
