// A pipeline: each stage is a few goroutines that read one channel and write the next.
//
//   goro run examples/Pipeline.java
//
//   numbers -> collatz (a goroutine for each processor) -> longest
//
// It looks for the number below 100,000 whose Collatz sequence (halve the even, 3n + 1 for the
// odd, until 1) takes the most steps.

import static dev.goro.Go.*;

import module dev.goro.core;

record Chain(long start, int steps) {}

void main() {
  long limit = 100_000;
  RecvChan<Long> numbers = source(LongStream.range(1, limit).boxed());
  RecvChan<Chain> chains = stage(gomaxprocs(), numbers, this::collatz);

  var longest = new Chain(1, 0);
  for (Chain c : chains) { // in no certain order: so compare the starts too
    if (c.steps > longest.steps || c.steps == longest.steps && c.start < longest.start) {
      longest = c;
    }
  }
  IO.println("below %,d: %,d takes %d steps".formatted(limit, longest.start, longest.steps));
}

Chain collatz(long start) {
  int steps = 0;
  for (long n = start; n != 1; n = n % 2 == 0 ? n / 2 : 3 * n + 1) {
    steps++;
  }
  return new Chain(start, steps);
}

/** The first stage: sends what the stream holds. */
<T> RecvChan<T> source(Stream<T> values) {
  Chan<T> out = Chan.make(128);
  go(
      () -> {
        values.forEach(out::send);
        out.close();
      });
  return out;
}

/** A stage in the middle: {@code width} goroutines share its input and its output. */
<A, B> RecvChan<B> stage(int width, RecvChan<A> in, Function<A, B> function) {
  Chan<B> out = Chan.make(128);
  var stage = new WaitGroup();
  for (int i = 0; i < width; i++) {
    stage.go(
        () -> {
          for (A value : in) {
            out.send(function.apply(value));
          }
        });
  }
  go(
      () -> {
        stage.await();
        out.close();
      });
  return out;
}
