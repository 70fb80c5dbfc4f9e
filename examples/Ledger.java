// 10,000 customers move money about on one thread: a plain HashMap and no lock. Meanwhile the sums
// of a report are worked out beside, and a common goroutine comes in to look at the book.
//
//   goro run examples/Ledger.java

import static dev.goro.Go.*;

import module dev.goro.core;

void main() throws Exception {
  int customers = 10_000;
  var book = new HashMap<Integer, Integer>(); // only goroutines of the desk touch it
  try (var desk = onOneThread()) {
    desk.run(
        () -> {
          for (int i = 0; i < customers; i++) {
            book.put(i, 100);
          }
        });
    for (int i = 0; i < customers; i++) {
      int from = i;
      desk.go(
          () -> {
            int to = (from + 1) % customers;
            sleep(Duration.ofMillis(from % 5)); // the customer thinks, the others have their turns
            book.put(from, book.get(from) - 10); // nobody comes between these two
            book.put(to, book.get(to) + 10);
          });
    }
    desk.go(
        () -> {
          var copy = List.copyOf(book.values());
          long squares = // takes long: not on the thread of the desk
              OneThread.outside(() -> copy.stream().mapToLong(n -> (long) n * n).sum());
          IO.println(squares > 0 ? "The report is done." : "The report is wrong.");
        });
    int sum = desk.call(() -> book.values().stream().mapToInt(n -> n).sum());
    IO.println("In the middle of it there are %,d in the book.".formatted(sum));
  } // waits for all customers
  boolean even = book.values().stream().allMatch(n -> n == 100);
  IO.println(even ? "In the end everybody has 100." : "Somebody lost money.");
}
