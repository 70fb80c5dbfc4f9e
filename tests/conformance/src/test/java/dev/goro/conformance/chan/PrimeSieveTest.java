package dev.goro.conformance.chan;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Chan;
import dev.goro.RecvChan;
import dev.goro.conformance.EachProcs;
import dev.goro.testing.Quit;
import java.math.BigInteger;

/** The chain of filters, one goroutine for each prime. Go: {@code test/chan/sieve1.go}. */
class PrimeSieveTest {
  private static final int PRIMES = 120;

  @EachProcs
  void aChainOfFiltersGivesThePrimes(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var quit = new Quit();
          RecvChan<Integer> primes = sieve(quit);
          BigInteger expected = BigInteger.TWO;
          for (int i = 0; i < PRIMES; i++) {
            assertEquals(expected.intValueExact(), primes.recv());
            expected = expected.nextProbablePrime();
          }
          quit.now();
        });
  }

  private static RecvChan<Integer> sieve(Quit quit) {
    Chan<Integer> primes = Chan.make();
    quit.go(
        () -> {
          RecvChan<Integer> candidates = numbersFromTwo(quit);
          for (; ; ) {
            int prime = candidates.recv();
            primes.send(prime);
            candidates = withoutMultiples(candidates, prime, quit);
          }
        });
    return primes;
  }

  private static RecvChan<Integer> numbersFromTwo(Quit quit) {
    Chan<Integer> numbers = Chan.make();
    quit.go(
        () -> {
          for (int n = 2; ; n++) {
            numbers.send(n);
          }
        });
    return numbers;
  }

  private static RecvChan<Integer> withoutMultiples(
      RecvChan<Integer> candidates, int prime, Quit quit) {
    Chan<Integer> rest = Chan.make();
    quit.go(
        () -> {
          for (int n : candidates) {
            if (n % prime != 0) {
              rest.send(n);
            }
          }
        });
    return rest;
  }
}
