// Publish and subscribe: each subscriber gets each price, and a slow one is nobody's burden but
// that of who wants to wait for it.
//
//   goro run examples/PubSub.java

import static dev.goro.Go.*;

import dev.goro.channels.Topic.WhenFull;

import module dev.goro.core;

record Price(String share, int cents) {}

void main() {
  var prices = new Topic<Price>();
  Chan<Boolean> published = Chan.make(); // closed when the last price is out
  Chan<String> reports = Chan.make();

  // The ledger must miss nothing: a publisher waits for it.
  var ledger = prices.subscribe(0, WhenFull.WAIT);
  go(
      () -> {
        int count = 0;
        long sum = 0;
        for (Price p : ledger) {
          count++;
          sum += p.cents;
        }
        reports.send("the ledger has %d prices, %,d cents together".formatted(count, sum));
      });

  // The screen is slow, and shows the newest prices: older ones are dropped for it.
  var screen = prices.subscribe(3, WhenFull.DROP_OLDEST);
  go(
      () -> {
        published.recv();
        reports.send("the screen shows " + cents(screen) + " and missed " + screen.missed());
      });

  // The alarm cares for the first ones only.
  var alarm = prices.subscribe(3, WhenFull.DROP_NEWEST);
  go(
      () -> {
        published.recv();
        reports.send("the alarm heard " + cents(alarm) + " and missed " + alarm.missed());
      });

  // And one leaves after the first price.
  var visitor = prices.subscribe(0, WhenFull.WAIT);
  go(
      () -> {
        try (visitor) {
          Price first = visitor.channel().recv();
          reports.send("the visitor saw " + first.cents + " and left");
        }
      });

  go(
      () -> {
        for (int cents = 1; cents <= 100; cents++) {
          prices.publish(new Price("GORO", cents));
        }
        published.close();
        prices.close(); // ends the loops of all who have subscribed
      });
  for (int i = 0; i < 4; i++) {
    IO.println(reports.recv());
  }
}

List<Integer> cents(Iterable<Price> prices) {
  var cents = new ArrayList<Integer>();
  prices.forEach(p -> cents.add(p.cents));
  return cents;
}
