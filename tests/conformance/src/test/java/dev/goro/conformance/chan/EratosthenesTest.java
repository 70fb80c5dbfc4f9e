package dev.goro.conformance.chan;

import static dev.goro.Select.onRecv;
import static dev.goro.Select.onSend;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Chan;
import dev.goro.RecvChan;
import dev.goro.SendChan;
import dev.goro.conformance.EachProcs;
import dev.goro.testing.Quit;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The sieve that crosses out multiples: goroutines that feed each other in a ring, which an
 * unbounded buffer made of a goroutine and a {@code select} keeps from a deadlock. Go: {@code
 * test/chan/sieve2.go}.
 */
class EratosthenesTest {
  private static final int PRIMES = 400;

  @EachProcs
  void crossingOutMultiplesGivesThePrimes(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var quit = new Quit();
          RecvChan<Integer> primes = new Ring(quit).start();
          BigInteger expected = BigInteger.TWO;
          for (int i = 0; i < PRIMES; i++) {
            assertEquals(expected.intValueExact(), primes.recv());
            expected = expected.nextProbablePrime();
          }
          quit.now();
        });
  }

  /** The next multiple of a prime, and where the ones after it come from. */
  private record Stream(int head, RecvChan<Integer> rest) {
    Stream advance() {
      return new Stream(rest.recv(), rest);
    }
  }

  private record Ring(Quit quit) {
    RecvChan<Integer> start() {
      Chan<Integer> output = Chan.make(10);
      Chan<Integer> composites = Chan.make(50);
      Chan<Integer> found = Chan.make(10);
      output.send(2);
      output.send(3);
      found.send(3);
      quit.go(() -> mergeMultiples(found, composites));
      quit.go(() -> crossOut(composites, unbounded(found), output));
      return output;
    }

    /**
     * Sends the odd composites in rising order, each once. The square of a prime is the least
     * composite that no smaller prime divides; up to it the streams of the smaller primes have them
     * all.
     */
    private void mergeMultiples(RecvChan<Integer> found, SendChan<Integer> composites) {
      var streams = new PriorityQueue<Stream>(Comparator.comparingInt(Stream::head));
      int last = 0;
      for (int prime : found) {
        Stream multiples = new Stream(0, oddMultiples(prime)).advance();
        while (!streams.isEmpty() && streams.peek().head() < multiples.head()) {
          Stream least = streams.poll();
          if (least.head() != last) {
            last = least.head();
            composites.send(last);
          }
          streams.add(least.advance());
        }
        composites.send(multiples.head());
        streams.add(multiples.advance());
      }
    }

    private void crossOut(
        RecvChan<Integer> composites, SendChan<Integer> found, SendChan<Integer> output) {
      RecvChan<Integer> candidates = oddNumbersFrom(5, 2);
      int candidate = candidates.recv();
      for (int composite : composites) {
        for (; candidate < composite; candidate = candidates.recv()) {
          found.send(candidate);
          output.send(candidate);
        }
        if (candidate == composite) {
          candidate = candidates.recv();
        }
      }
    }

    private RecvChan<Integer> oddMultiples(int prime) {
      return oddNumbersFrom(prime * prime, 2 * prime);
    }

    private RecvChan<Integer> oddNumbersFrom(int start, int step) {
      Chan<Integer> numbers = Chan.make(10);
      quit.go(
          () -> {
            for (int n = start; ; n += step) {
              numbers.send(n);
            }
          });
      return numbers;
    }

    /** A sending side that never waits for the channel behind it. */
    private SendChan<Integer> unbounded(SendChan<Integer> behind) {
      Chan<Integer> front = Chan.make(10);
      quit.go(
          () -> {
            var queue = new ArrayDeque<Integer>();
            for (; ; ) {
              select(
                  onRecv(front, queue::add),
                  onSend(queue.isEmpty() ? null : behind, queue.peek(), queue::remove));
            }
          });
      return front;
    }
  }
}
