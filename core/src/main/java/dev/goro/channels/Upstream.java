package dev.goro.channels;

import java.util.Optional;

/** What a stage reads from and ends with itself. */
interface Upstream {
  /** Ends it; does not wait. */
  void stop();

  /** Ends it and waits until none of its goroutines is left. */
  void close();

  /** Why it ended before its time; known once its channel is closed. */
  Optional<Throwable> failure();
}
