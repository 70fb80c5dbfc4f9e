package dev.goro.loop;

import dev.goro.runtime.sched.Domain;
import dev.goro.runtime.sched.TurnWatch;
import java.time.Duration;
import java.util.function.Consumer;

/** What nobody gets as an exception, and who is told of it instead. */
final class Problems {
  private static final Duration SLOW = Duration.ofMillis(100);

  private final Unretrieved unretrieved = new Unretrieved();
  private final TurnWatch slow =
      new TurnWatch(SLOW.toNanos(), turn -> tell(LoopProblem.slow(turn)));
  private volatile Consumer<? super LoopProblem> handler =
      problem -> System.err.println("goro: " + problem.report());

  /** Has turns watched that last too long. */
  void watch(Domain domain) {
    domain.watch(slow);
  }

  void handler(Consumer<? super LoopProblem> newHandler) {
    handler = newHandler;
  }

  /** The watch for turns that last too long, for its bound. */
  TurnWatch slow() {
    return slow;
  }

  Unretrieved unretrieved() {
    return unretrieved;
  }

  void tell(LoopProblem problem) {
    try {
      handler.accept(problem);
    } catch (Throwable t) {
      System.err.println("goro: " + problem.report());
      System.err.println("goro: and the handler of problems failed with " + t);
    }
  }

  /** Tells of exceptions that nobody can retrieve any more. */
  void tellOfGarbage() {
    Unretrieved.Loss loss;
    while ((loss = unretrieved.poll()) != null) {
      tell(loss.problem());
    }
  }

  /** At the end: tells of all exceptions that nobody has retrieved. */
  void tellOfTheRest() {
    for (Unretrieved.Loss loss : unretrieved.takeAll()) {
      tell(loss.problem());
    }
  }
}
