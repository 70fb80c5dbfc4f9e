// The sieve of Eratosthenes as a chain of goroutines, one for each prime found.
//
//   goro run examples/PrimeSieve.java
//
// Each filter hands on the numbers that its prime does not divide; what comes out of the end of the
// chain is the next prime, and lengthens the chain.

import static dev.goro.Go.*;

import module dev.goro.core;

void main() {
  int howMany = 100;
  RecvChan<Integer> numbers = from(2);
  for (int i = 1; i <= howMany; i++) {
    int prime = numbers.recv();
    IO.print("%5d%s".formatted(prime, i % 10 == 0 || i == howMany ? "\n" : ""));
    numbers = without(prime, numbers);
  }
}

RecvChan<Integer> from(int first) {
  Chan<Integer> out = Chan.make();
  go(
      () -> {
        for (int n = first; ; n++) {
          out.send(n);
        }
      });
  return out;
}

RecvChan<Integer> without(int prime, RecvChan<Integer> in) {
  Chan<Integer> out = Chan.make();
  go(
      () -> {
        for (int n : in) {
          if (n % prime != 0) {
            out.send(n);
          }
        }
      });
  return out;
}
