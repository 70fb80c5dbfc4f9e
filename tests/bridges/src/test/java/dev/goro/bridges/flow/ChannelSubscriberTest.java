package dev.goro.bridges.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.flow.ChannelSubscriber;
import dev.goro.testing.Eventually;
import dev.goro.testing.Parked;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ChannelSubscriber} promises beside the rules of Reactive Streams. */
class ChannelSubscriberTest {
  /** A publisher's side that the test plays itself. */
  private static final class Tap implements Flow.Subscription {
    final Chan<Long> requests = Chan.make(100);
    final Chan<Boolean> cancelled = Chan.make(10);

    @Override
    public void request(long n) {
      requests.send(n);
    }

    @Override
    public void cancel() {
      cancelled.send(true);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 1_000})
  void allValuesComeInOrder(int capacity) {
    try (var publisher = new SubmissionPublisher<Integer>(Go.executor(), 8);
        var subscriber = ChannelSubscriber.to(publisher, capacity)) {
      Go.go(
          () -> {
            for (int i = 0; i < 1_000; i++) {
              publisher.submit(i);
            }
            publisher.close();
          });
      int expected = 0;
      for (int value : subscriber.channel()) {
        assertEquals(expected++, value);
      }
      assertEquals(1_000, expected);
      assertEquals(Optional.empty(), subscriber.failure());
    }
  }

  @Test
  void itRequestsWhatItHasRoomForAndMoreAsValuesAreReceived() {
    var tap = new Tap();
    try (var subscriber = new ChannelSubscriber<Integer>(4)) {
      subscriber.onSubscribe(tap);
      assertEquals(4, tap.requests.recv());
      for (int i = 1; i <= 4; i++) {
        subscriber.onNext(i);
      }
      assertEquals(1, subscriber.channel().recv());
      assertEquals(2, subscriber.channel().recv());
      assertEquals(2, tap.requests.recv());
      assertEquals(0, tap.requests.len());
    }
  }

  @Test
  void aPublisherIsNeverBlocked() {
    var tap = new Tap();
    try (var subscriber = new ChannelSubscriber<Integer>(100)) {
      subscriber.onSubscribe(tap);
      for (int i = 1; i <= 100; i++) {
        subscriber.onNext(i);
      }
      subscriber.onComplete();
      assertEquals(5_050, subscriber.channel().stream().mapToInt(i -> i).sum());
    }
  }

  @Test
  void afterAFailureTheValuesBeforeItCanBeReceived() {
    var thrown = new IOException("no network");
    try (var subscriber = new ChannelSubscriber<Integer>(4)) {
      subscriber.onSubscribe(new Tap());
      subscriber.onNext(1);
      subscriber.onNext(2);
      subscriber.onError(thrown);
      assertEquals(1, subscriber.channel().recv());
      assertEquals(2, subscriber.channel().recv());
      assertNull(subscriber.channel().recv());
      assertSame(thrown, subscriber.failure().orElseThrow());
    }
  }

  @Test
  void closeCancelsAndClosesTheChannel() {
    int before = Eventually.settled(Go::numGoroutine);
    var waiting = new Tap();
    var holding = new Tap();
    var empty = new ChannelSubscriber<Integer>(1);
    var full = new ChannelSubscriber<Integer>(1);
    empty.onSubscribe(waiting);
    full.onSubscribe(holding);
    full.onNext(1);
    empty.close();
    full.close();
    waiting.cancelled.recv();
    holding.cancelled.recv();
    assertFalse(empty.channel().receive().ok());
    Eventually.atMost("the number of goroutines", before, Go::numGoroutine);
    empty.close();
    assertEquals(0, waiting.cancelled.len());
    assertEquals(Optional.empty(), empty.failure());
  }

  @Test
  void closeBeforeTheSubscriptionCancelsThat() throws Exception {
    var subscriber = new ChannelSubscriber<Integer>(1);
    Parked receiving = Parked.in(() -> assertNull(subscriber.channel().recv()));
    subscriber.close();
    receiving.awaitEnd();
    var tap = new Tap();
    subscriber.onSubscribe(tap);
    tap.cancelled.recv();
    assertEquals(0, tap.requests.len());
  }

  @Test
  void signalsAfterTheCloseAreDropped() {
    var subscriber = new ChannelSubscriber<Integer>(2);
    subscriber.onSubscribe(new Tap());
    subscriber.close();
    subscriber.onNext(1);
    subscriber.onNext(2);
    subscriber.onError(new IOException("too late"));
    subscriber.onComplete();
    assertFalse(subscriber.channel().receive().ok());
    assertEquals(Optional.empty(), subscriber.failure());
  }

  @Test
  void aSecondSubscriptionIsCancelled() {
    try (var subscriber = new ChannelSubscriber<Integer>(1)) {
      var second = new Tap();
      subscriber.onSubscribe(new Tap());
      subscriber.onSubscribe(second);
      second.cancelled.recv();
      assertEquals(0, second.requests.len());
    }
  }

  @Test
  void aPublisherThatSendsTooMuchIsCutOff() {
    var tap = new Tap();
    var subscriber = new ChannelSubscriber<Integer>(2);
    subscriber.onSubscribe(tap);
    for (int i = 0; i < 10; i++) {
      subscriber.onNext(i);
    }
    tap.cancelled.recv();
    subscriber.channel().forEach(value -> {});
    assertInstanceOf(IllegalStateException.class, subscriber.failure().orElseThrow());
    subscriber.onNext(1);
    subscriber.onComplete();
  }

  @Test
  void anEndWithoutASubscriptionClosesTheChannel() {
    var completed = new ChannelSubscriber<Integer>(1);
    completed.onComplete();
    assertFalse(completed.channel().receive().ok());
    var failed = new ChannelSubscriber<Integer>(1);
    failed.onError(new IOException("no network"));
    assertFalse(failed.channel().receive().ok());
    assertTrue(failed.failure().isPresent());
  }

  @Test
  void aSubscriptionThatThrowsIsAFailure() {
    var thrown = new IllegalStateException("the subscription's");
    var subscriber = new ChannelSubscriber<Integer>(1);
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long n) {
            throw thrown;
          }

          @Override
          public void cancel() {}
        });
    assertFalse(subscriber.channel().receive().ok());
    assertSame(thrown, subscriber.failure().orElseThrow());
  }

  @Test
  void nullAndACapacityOfNothingAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ChannelSubscriber<>(0));
    try (var subscriber = new ChannelSubscriber<Integer>(1)) {
      assertThrows(NullPointerException.class, () -> subscriber.onSubscribe(null));
      assertThrows(NullPointerException.class, () -> subscriber.onNext(null));
      assertThrows(NullPointerException.class, () -> subscriber.onError(null));
    }
  }
}
