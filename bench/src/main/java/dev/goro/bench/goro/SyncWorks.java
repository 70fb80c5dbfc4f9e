package dev.goro.bench.goro;

import dev.goro.bench.twin.Works;

/** The suite {@code sync}: what the tests of Go's package sync measure, by the same names. */
final class SyncWorks {
  private static final int[] WAITERS = {1, 2, 4, 8, 16, 32};

  static final Works ALL =
      new Works()
          .add("MutexUncontended", _ -> Goroutines.parallel().work(() -> Mutexes::alone))
          .add("Mutex", _ -> Mutexes.shared(1, false))
          .add("MutexSlack", _ -> Mutexes.shared(10, false))
          .add("MutexWork", _ -> Mutexes.shared(1, true))
          .add("MutexWorkSlack", _ -> Mutexes.shared(10, true))
          .add("MutexNoSpin", _ -> Mutexes.noSpin())
          .add("MutexSpin", _ -> Mutexes.spin())
          .add("RWMutexUncontended", _ -> Goroutines.parallel().work(() -> RWMutexes::alone))
          .add("RWMutexWrite100", _ -> RWMutexes.shared(100, false))
          .add("RWMutexWrite10", _ -> RWMutexes.shared(10, false))
          .add("RWMutexWorkWrite100", _ -> RWMutexes.shared(100, true))
          .add("RWMutexWorkWrite10", _ -> RWMutexes.shared(10, true))
          .add("WaitGroupUncontended", _ -> Goroutines.parallel().work(() -> WaitGroups::alone))
          .add("WaitGroupAddDone", _ -> WaitGroups.addDone(false))
          .add("WaitGroupAddDoneWork", _ -> WaitGroups.addDone(true))
          .add("WaitGroupWait", _ -> Goroutines.parallel().work(() -> WaitGroups.await(false)))
          .add("WaitGroupWaitWork", _ -> Goroutines.parallel().work(() -> WaitGroups.await(true)))
          .add("WaitGroupActuallyWait", _ -> Goroutines.parallel().work(() -> WaitGroups::forOne))
          .add("Once", _ -> Onces.shared())
          .add("OnceFunc", _ -> Onces::func)
          .add("OnceValue", _ -> Onces::value)
          .add("Pool", _ -> Goroutines.parallel().work(Pools::pairs))
          .add("PoolOverflow", Pools::batches)
          .add("PoolStarvation", Pools::batches)
          .add("PoolExpensiveNew", _ -> Pools.dear());

  static {
    for (int waiters : WAITERS) {
      ALL.add("Cond" + waiters, CondRounds::new);
    }
  }

  private SyncWorks() {}
}
