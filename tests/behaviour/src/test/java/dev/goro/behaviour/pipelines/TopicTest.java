package dev.goro.behaviour.pipelines;

import static dev.goro.Go.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.ChannelClosedException;
import dev.goro.InterruptedOperationException;
import dev.goro.behaviour.Runner;
import dev.goro.channels.Stages;
import dev.goro.channels.Topic;
import dev.goro.channels.Topic.WhenFull;
import dev.goro.sync.WaitGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** {@link Topic}. */
class TopicTest {
  private static List<Integer> all(Topic<Integer>.Subscription subscription) {
    var values = new ArrayList<Integer>();
    subscription.forEach(values::add);
    return values;
  }

  @Test
  void withoutSubscribersAValueIsLost() throws Exception {
    Leaks.none(
        () -> {
          var topic = new Topic<Integer>();
          topic.publish(1);
          var subscription = topic.subscribe(1, WhenFull.WAIT);
          topic.publish(2);
          topic.close();
          assertEquals(List.of(2), all(subscription));
        });
  }

  @Test
  void allSubscribersSeeAllValuesInTheSameOrder() throws Exception {
    Leaks.none(
        () -> {
          var topic = new Topic<Integer>();
          var subscriptions = new ArrayList<Topic<Integer>.Subscription>();
          for (int i = 0; i < 4; i++) {
            subscriptions.add(topic.subscribe(i, WhenFull.WAIT));
          }
          Set<List<Integer>> seen = ConcurrentHashMap.newKeySet();
          var readers = new WaitGroup();
          for (var s : subscriptions) {
            readers.go(() -> seen.add(all(s)));
          }
          var publishers = new WaitGroup();
          for (int p = 0; p < 3; p++) {
            int own = p;
            publishers.go(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    topic.publish(own * 100 + i);
                  }
                });
          }
          publishers.await();
          topic.close();
          readers.await();
          assertEquals(1, seen.size(), "one order");
          assertEquals(300, seen.iterator().next().size());
        });
  }

  @Test
  void aSlowSubscriberThatWaitsHoldsUpThePublisher() throws Exception {
    Leaks.none(
        () -> {
          var topic = new Topic<Integer>();
          var slow = topic.subscribe(1, WhenFull.WAIT);
          topic.publish(1);
          var publisher =
              Runner.start(
                      () -> {
                        topic.publish(2);
                        return true;
                      })
                  .awaitParked();
          assertEquals(1, slow.channel().recv());
          assertTrue(publisher.result());
          assertEquals(2, slow.channel().recv());
          assertEquals(0, slow.missed());
          topic.close();
        });
  }

  @Test
  void dropOldestKeepsTheNewest() throws Exception {
    Leaks.none(
        () -> {
          var topic = new Topic<Integer>();
          var s = topic.subscribe(2, WhenFull.DROP_OLDEST);
          for (int i = 0; i < 5; i++) {
            topic.publish(i);
          }
          topic.close();
          assertEquals(3, s.missed());
          assertEquals(List.of(3, 4), all(s));
          assertThrows(
              IllegalArgumentException.class, () -> topic.subscribe(0, WhenFull.DROP_OLDEST));
        });
  }

  @Test
  void dropNewestKeepsTheOldest() throws Exception {
    Leaks.none(
        () -> {
          var topic = new Topic<Integer>();
          var s = topic.subscribe(2, WhenFull.DROP_NEWEST);
          for (int i = 0; i < 5; i++) {
            topic.publish(i);
          }
          topic.close();
          assertEquals(3, s.missed());
          assertEquals(List.of(0, 1), all(s));
        });
  }

  @Test
  void aSubscriberThatGoesReleasesThePublisher() throws Exception {
    Leaks.none(
        () -> {
          var topic = new Topic<Integer>();
          var stuck = topic.subscribe(0, WhenFull.WAIT);
          var other = topic.subscribe(0, WhenFull.WAIT);
          var publisher =
              Runner.start(
                      () -> {
                        topic.publish(1);
                        return true;
                      })
                  .awaitParked();
          stuck.close();
          stuck.close();
          assertEquals(1, other.channel().recv());
          assertTrue(publisher.result());
          assertEquals(1, topic.subscribers());
          assertNull(stuck.channel().recv());
          topic.close();
        });
  }

  @Test
  void closeReleasesAPublisherAndEndsSubscribers() throws Exception {
    Leaks.none(
        () -> {
          var topic = new Topic<Integer>();
          var s = topic.subscribe(1, WhenFull.WAIT);
          topic.publish(1);
          var publisher =
              Runner.start(
                      () -> {
                        topic.publish(2);
                        return true;
                      })
                  .awaitParked();
          topic.close();
          assertTrue(publisher.result());
          assertEquals(List.of(1), all(s));
          topic.close();
          assertThrows(ChannelClosedException.class, () -> topic.publish(3));
          assertFalse(topic.subscribe(1, WhenFull.WAIT).iterator().hasNext());
          assertEquals(0, topic.subscribers());
        });
  }

  @Test
  void anInterruptEndsAPublishThatWaits() throws Exception {
    Leaks.none(
        () -> {
          var topic = new Topic<Integer>();
          var s = topic.subscribe(0, WhenFull.WAIT);
          var publisher =
              Runner.start(
                      () -> {
                        topic.publish(1);
                        return true;
                      })
                  .awaitParked();
          publisher.interrupt();
          publisher.failure(InterruptedOperationException.class);
          go(() -> topic.publish(2));
          assertEquals(2, s.channel().recv());
          topic.close();
        });
  }

  @Test
  void aSubscriptionIsAnInputOfAHelper() throws Exception {
    Leaks.none(
        () -> {
          var topic = new Topic<Integer>();
          try (var doubled =
              Stages.map(topic.subscribe(4, WhenFull.WAIT).channel(), 2, v -> 2 * v)) {
            topic.publish(21);
            assertEquals(42, doubled.channel().recv());
          }
          topic.close();
        });
  }

  @Test
  void nullIsRefused() {
    assertThrows(NullPointerException.class, () -> new Topic<Integer>().publish(null));
    assertThrows(NullPointerException.class, () -> new Topic<Integer>().subscribe(1, null));
    assertThrows(
        IllegalArgumentException.class, () -> new Topic<Integer>().subscribe(-1, WhenFull.WAIT));
  }
}
