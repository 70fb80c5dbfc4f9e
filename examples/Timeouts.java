// Select: the first of several answers, a timeout, a look without waiting, and a ticker that is
// told to stop.
//
//   goro run examples/Timeouts.java

import static dev.goro.Go.*;
import static dev.goro.Select.*;
import static java.time.Duration.ofMillis;

import dev.goro.time.Timer;

import module dev.goro.core;

void main() {
  // The fastest of three mirrors; two of them sleep.
  Chan<String> answers = Chan.make(3); // room for all, so that the slow ones need not wait for us
  go(() -> ask("Lisbon", ofMillis(2_000), answers));
  go(() -> ask("Oslo", ofMillis(0), answers));
  go(() -> ask("Quito", ofMillis(2_000), answers));
  IO.println("fastest mirror: " + answers.recv());

  // A select is an expression: its value is what the action of the case taken returns.
  Chan<String> silent = Chan.make();
  String word = select(recv(silent, s -> "heard " + s), after(ofMillis(50), () -> "timeout"));
  IO.println("silent channel: " + word);

  // Without waiting: `otherwise` is Go's default.
  Chan<Integer> one = Chan.make(1);
  for (int n = 1; n <= 2; n++) {
    String sent = select(send(one, n, () -> "sent"), otherwise(() -> "full, not sent"));
    IO.println("number " + n + ": " + sent);
  }

  // A select as data, for loops that break: a ticker beats until the timer's goroutine says stop.
  Chan<String> stop = Chan.make();
  int beats = 0;
  try (var ticker = new Ticker(ofMillis(20))) {
    loop:
    while (true) {
      switch (select(recv(ticker.channel()), recv(stop))) {
        case Selected s when s.from(stop) -> {
          IO.println("heart: " + s.value(stop));
          break loop;
        }
        case Selected s -> {
          if (++beats == 3) {
            Timer.afterFunc(ofMillis(1), () -> stop.send("stopped after three beats or more"));
          }
        }
      }
    }
  }
}

void ask(String mirror, Duration distance, SendChan<String> answers) {
  sleep(distance);
  answers.send(mirror);
}
