package dev.goro.bridges.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.flow.ChannelPublisher;
import dev.goro.flow.ChannelSubscriber;
import dev.goro.testing.Eventually;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reactivestreams.FlowAdapters;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/** Reactor and RxJava, by their adapters for {@code Flow}. */
class LibrariesTest {
  private static Chan<Integer> numbers(int count) {
    Chan<Integer> channel = Chan.make();
    Go.go(
        () -> {
          for (int n = 1; n <= count; n++) {
            channel.send(n);
          }
          channel.close();
        });
    return channel;
  }

  @Test
  void aChannelIsAFluxOfReactor() {
    Flux<Integer> flux = JdkFlowAdapter.flowPublisherToFlux(ChannelPublisher.of(numbers(1_000)));
    List<Integer> squares =
        flux.filter(n -> n % 2 == 0).map(n -> n * n).take(3).collectList().block();
    assertEquals(List.of(4, 16, 36), squares);
  }

  @Test
  void aFluxOfReactorIsAChannel() {
    Flux<Integer> flux = Flux.range(1, 1_000).map(n -> n * 2);
    try (var in = ChannelSubscriber.to(JdkFlowAdapter.publisherToFlowPublisher(flux), 16)) {
      assertEquals(1_001_000, in.channel().stream().mapToInt(n -> n).sum());
    }
  }

  @Test
  void backPressureReachesReactor() {
    var requested = new AtomicInteger();
    Flux<Integer> flux = Flux.range(1, 1_000_000).doOnRequest(n -> requested.addAndGet((int) n));
    try (var in = ChannelSubscriber.to(JdkFlowAdapter.publisherToFlowPublisher(flux), 16)) {
      for (int n = 1; n <= 100; n++) {
        assertEquals(n, in.channel().recv());
      }
      assertTrue(requested.get() <= 100 + 16, () -> "requested " + requested);
    }
  }

  @Test
  void anErrorOfReactorEndsTheChannel() {
    Flux<Integer> flux = Flux.concat(Flux.just(1, 2), Flux.error(new IOException("no network")));
    try (var in = ChannelSubscriber.to(JdkFlowAdapter.publisherToFlowPublisher(flux), 16)) {
      assertEquals(List.of(1, 2), in.channel().stream().toList());
      assertInstanceOf(IOException.class, in.failure().orElseThrow());
    }
  }

  @Test
  void aChannelIsAFlowableOfRxJava() {
    Flowable<Integer> flowable =
        Flowable.fromPublisher(FlowAdapters.toPublisher(ChannelPublisher.of(numbers(1_000))));
    assertEquals(500_500, flowable.reduce(0, Integer::sum).blockingGet());
  }

  @Test
  void aFlowableOfRxJavaIsAChannel() {
    Flowable<Integer> flowable =
        Flowable.range(1, 1_000).observeOn(Schedulers.from(Go.executor())).map(n -> n + 1);
    try (var in = ChannelSubscriber.to(FlowAdapters.toFlowPublisher(flowable), 16)) {
      assertEquals(501_500, in.channel().stream().mapToInt(n -> n).sum());
    }
  }

  @Test
  void rxJavasCancelEndsTheGoroutine() {
    int before = Eventually.settled(Go::numGoroutine);
    Chan<Integer> channel = Chan.make();
    var subscription =
        Flowable.fromPublisher(FlowAdapters.toPublisher(ChannelPublisher.of(channel)))
            .subscribe(n -> {});
    channel.send(1);
    subscription.dispose();
    Eventually.atMost("the number of goroutines", before, Go::numGoroutine);
  }
}
