package dev.goro.bench.jdk;

import dev.goro.bench.twin.Works;

/**
 * The suite {@code sync} with the JDK's locks, conditions, latches and phasers. It has nothing like
 * {@code Once}.
 */
final class SyncWorks {
  private static final int[] WAITERS = {1, 2, 4, 8, 16, 32};

  static final Works ALL =
      new Works()
          .add("MutexUncontended", _ -> VirtualThreads.parallel().work(() -> Locks::alone))
          .add("Mutex", _ -> Locks.shared(1, false))
          .add("MutexSlack", _ -> Locks.shared(10, false))
          .add("MutexWork", _ -> Locks.shared(1, true))
          .add("MutexWorkSlack", _ -> Locks.shared(10, true))
          .add("MutexNoSpin", _ -> Locks.noSpin())
          .add("MutexSpin", _ -> Locks.spin())
          .add("RWMutexUncontended", _ -> VirtualThreads.parallel().work(() -> RwLocks::alone))
          .add("RWMutexWrite100", _ -> RwLocks.shared(100, false))
          .add("RWMutexWrite10", _ -> RwLocks.shared(10, false))
          .add("RWMutexWorkWrite100", _ -> RwLocks.shared(100, true))
          .add("RWMutexWorkWrite10", _ -> RwLocks.shared(10, true))
          .add("WaitGroupUncontended", _ -> VirtualThreads.parallel().work(() -> Groups::alone))
          .add("WaitGroupAddDone", _ -> Groups.addDone(false))
          .add("WaitGroupAddDoneWork", _ -> Groups.addDone(true))
          .add("WaitGroupWait", _ -> VirtualThreads.parallel().work(() -> Groups.await(false)))
          .add("WaitGroupWaitWork", _ -> VirtualThreads.parallel().work(() -> Groups.await(true)))
          .add("WaitGroupActuallyWait", _ -> VirtualThreads.parallel().work(() -> Groups::forOne))
          .add("Pool", _ -> VirtualThreads.parallel().work(Pools::pairs))
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
