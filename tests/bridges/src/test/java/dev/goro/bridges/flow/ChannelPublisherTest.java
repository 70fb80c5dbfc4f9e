package dev.goro.bridges.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.flow.ChannelPublisher;
import dev.goro.testing.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** What {@code ChannelPublisher} promises beside the rules of Reactive Streams. */
class ChannelPublisherTest {
  private static Chan<Integer> closedWith(Integer... values) {
    Chan<Integer> channel = Chan.make(values.length);
    for (Integer value : values) {
      channel.send(value);
    }
    channel.close();
    return channel;
  }

  private static List<String> receive(Recorder<?> recorder, int signals) {
    var received = new ArrayList<String>();
    for (int i = 0; i < signals; i++) {
      received.add(recorder.signals.recv());
    }
    return received;
  }

  @Test
  void valuesComeInOrderAndThenTheEnd() {
    var recorder = new Recorder<Integer>(Long.MAX_VALUE);
    ChannelPublisher.of(closedWith(1, 2, 3)).subscribe(recorder);
    assertEquals(List.of("next 1", "next 2", "next 3", "complete"), receive(recorder, 4));
  }

  @Test
  void nothingIsReceivedThatWasNotRequested() {
    Chan<Integer> channel = Chan.make(3);
    channel.send(1);
    channel.send(2);
    channel.send(3);
    var recorder = new Recorder<Integer>(0);
    ChannelPublisher.of(channel).subscribe(recorder);
    Flow.Subscription subscription = recorder.subscription.recv();
    assertEquals(3, channel.len());
    subscription.request(1);
    assertEquals("next 1", recorder.signals.recv());
    assertEquals(2, channel.len());
    subscription.request(1);
    subscription.request(1);
    assertEquals(List.of("next 2", "next 3"), receive(recorder, 2));
  }

  @Test
  void theEndComesWithTheNextRequest() {
    var recorder = new Recorder<Integer>(1);
    ChannelPublisher.of(closedWith(1)).subscribe(recorder);
    assertEquals("next 1", recorder.signals.recv());
    recorder.subscription.recv().request(1);
    assertEquals("complete", recorder.signals.recv());
  }

  @Test
  void aCancelEndsTheGoroutineAndLeavesTheChannel() {
    int before = Eventually.settled(Go::numGoroutine);
    Chan<Integer> channel = Chan.make();
    var waitsForAValue = new Recorder<Integer>(1);
    var waitsForDemand = new Recorder<Integer>(0);
    ChannelPublisher.of(channel).subscribe(waitsForAValue);
    ChannelPublisher.of(channel).subscribe(waitsForDemand);
    waitsForAValue.subscription.recv().cancel();
    waitsForDemand.subscription.recv().cancel();
    Eventually.atMost("the number of goroutines", before, Go::numGoroutine);
    var next = new Recorder<Integer>(1);
    ChannelPublisher.of(channel).subscribe(next);
    channel.send(1);
    assertEquals("next 1", next.signals.recv());
    next.subscription.recv().cancel();
    assertEquals(0, waitsForAValue.signals.len() + waitsForDemand.signals.len());
  }

  @Test
  void noValueIsLostWhenACancelMeetsIt() {
    for (int i = 0; i < 500; i++) {
      Chan<Integer> channel = Chan.make(1);
      var recorder = new Recorder<Integer>(1);
      ChannelPublisher.of(channel).subscribe(recorder);
      Flow.Subscription subscription = recorder.subscription.recv();
      Go.go(subscription::cancel);
      channel.send(i);
      Eventually.that(
          "the value was delivered, or stays in the channel",
          () -> recorder.signals.len() + channel.len() == 1);
    }
  }

  @Test
  void subscribersShareTheValues() {
    Chan<Integer> channel = Chan.make();
    Flow.Publisher<Integer> publisher = ChannelPublisher.of(channel);
    var first = new Recorder<Integer>(Long.MAX_VALUE);
    var second = new Recorder<Integer>(Long.MAX_VALUE);
    publisher.subscribe(first);
    publisher.subscribe(second);
    for (int i = 0; i < 50; i++) {
      channel.send(i);
    }
    channel.close();
    var all = new ArrayList<String>();
    for (Recorder<Integer> r : List.of(first, second)) {
      for (String s = r.signals.recv(); !s.equals("complete"); s = r.signals.recv()) {
        all.add(s);
      }
    }
    Collections.sort(all);
    var expected = new ArrayList<String>();
    for (int i = 0; i < 50; i++) {
      expected.add("next " + i);
    }
    Collections.sort(expected);
    assertEquals(expected, all);
  }

  @Test
  void aRequestOfNothingIsAnError() {
    for (long n : new long[] {0, -1, Long.MIN_VALUE}) {
      Chan<Integer> channel = Chan.make();
      var recorder = new Recorder<Integer>(1);
      ChannelPublisher.of(channel).subscribe(recorder);
      recorder.subscription.recv().request(n);
      assertEquals("error IllegalArgumentException", recorder.signals.recv());
    }
  }

  @Test
  void demandDoesNotOverflow() {
    Chan<Integer> channel = Chan.make();
    var recorder = new Recorder<Integer>(Long.MAX_VALUE);
    ChannelPublisher.of(channel).subscribe(recorder);
    Flow.Subscription subscription = recorder.subscription.recv();
    subscription.request(Long.MAX_VALUE);
    channel.send(1);
    subscription.request(1);
    channel.send(2);
    channel.close();
    assertEquals(List.of("next 1", "next 2", "complete"), receive(recorder, 3));
  }

  @Test
  void aSubscriberMayBlockAndItsSignalsAreOnOneGoroutine() {
    Chan<Long> goids = Chan.make();
    Chan<Integer> channel = closedWith(1, 2);
    ChannelPublisher.of(channel)
        .subscribe(
            new Flow.Subscriber<Integer>() {
              @Override
              public void onSubscribe(Flow.Subscription s) {
                s.request(10);
                goids.send(Go.goid());
              }

              @Override
              public void onNext(Integer value) {
                goids.send(Go.goid());
              }

              @Override
              public void onError(Throwable cause) {
                throw new AssertionError(cause);
              }

              @Override
              public void onComplete() {
                goids.close();
              }
            });
    long first = goids.recv();
    assertNotEquals(0, first);
    assertEquals(first, goids.recv());
    assertEquals(first, goids.recv());
    assertEquals(false, goids.receive().ok());
  }

  @Test
  void aSubscriberThatThrowsHasCancelled() {
    int before = Eventually.settled(Go::numGoroutine);
    Chan<Integer> channel = Chan.make();
    Chan<Throwable> uncaught = Chan.make(1);
    var thrown = new IllegalStateException("the subscriber's");
    var recorder =
        new Flow.Subscriber<Integer>() {
          @Override
          public void onSubscribe(Flow.Subscription s) {
            Thread.currentThread().setUncaughtExceptionHandler((t, e) -> uncaught.send(e));
            s.request(2);
          }

          @Override
          public void onNext(Integer value) {
            throw thrown;
          }

          @Override
          public void onError(Throwable cause) {
            uncaught.send(cause);
          }

          @Override
          public void onComplete() {
            uncaught.send(new AssertionError("complete"));
          }
        };
    ChannelPublisher.of(channel).subscribe(recorder);
    channel.send(1);
    assertSame(thrown, uncaught.recv());
    Eventually.atMost("the number of goroutines", before, Go::numGoroutine);
    assertEquals(0, uncaught.len());
  }

  @Test
  void anInterruptThatTheSubscriberCausesIsItsError() {
    Chan<Integer> channel = Chan.make();
    var recorder =
        new Recorder<Integer>(2) {
          @Override
          public void onNext(Integer value) {
            super.onNext(value);
            Thread.currentThread().interrupt();
          }

          @Override
          public void onError(Throwable cause) {
            Thread.interrupted();
            super.onError(cause);
          }
        };
    ChannelPublisher.of(channel).subscribe(recorder);
    channel.send(1);
    assertEquals(List.of("next 1", "error InterruptedOperationException"), receive(recorder, 2));
  }

  @Test
  void nullIsRefused() {
    assertThrows(NullPointerException.class, () -> ChannelPublisher.of(null));
    assertThrows(
        NullPointerException.class, () -> ChannelPublisher.of(Chan.make()).subscribe(null));
  }

  @Test
  void theJdksHttpClientSendsAChannelAsABody() throws Exception {
    try (var server = Echo.start();
        var client = HttpClient.newBuilder().executor(Go.executor()).build()) {
      Chan<ByteBuffer> parts = Chan.make();
      Go.go(
          () -> {
            for (String part : List.of("goroutines ", "send ", "parts")) {
              parts.send(StandardCharsets.UTF_8.encode(part));
            }
            parts.close();
          });
      var request =
          HttpRequest.newBuilder(URI.create(server.url()))
              .POST(HttpRequest.BodyPublishers.fromPublisher(ChannelPublisher.of(parts)))
              .build();
      assertEquals("goroutines send parts", client.send(request, BodyHandlers.ofString()).body());
    }
  }
}
