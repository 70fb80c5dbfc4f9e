// Whispers down a lane of 100,000 goroutines: each takes a number from its right neighbour, adds
// one and hands it to the left.
//
//   goro run examples/Whispers.java

import static dev.goro.Go.*;

import module dev.goro.core;

void main() {
  int howMany = 100_000;
  Chan<Integer> leftmost = Chan.make();
  Chan<Integer> right = leftmost;
  for (int i = 0; i < howMany; i++) {
    Chan<Integer> to = right;
    Chan<Integer> from = Chan.make();
    go(() -> to.send(from.recv() + 1));
    right = from;
  }
  right.send(0);
  IO.println("%,d goroutines counted themselves".formatted(leftmost.recv()));
}
