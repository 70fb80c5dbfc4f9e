package dev.goro.lab.threads;

import dev.goro.Go;

/** What does the work: OS threads or goroutines. */
enum Crew {
  /** Platform threads of the JDK. */
  THREADS,
  /** Goroutines. */
  GOROUTINES;

  /** Starts one. */
  void start(Runnable task) {
    switch (this) {
      case THREADS -> Thread.ofPlatform().start(task);
      case GOROUTINES -> Go.go(task::run);
    }
  }
}
