package dev.goro.bench;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The suite {@code sync}: what the tests of Go's package sync measure, by the same names. */
final class SyncSuite {
  /** What Kotlin's coroutines have: a mutex, jobs, lazy values. */
  private static final Set<String> ON_KOTLIN =
      Set.of(
          "MutexUncontended",
          "Mutex",
          "MutexSlack",
          "MutexWork",
          "MutexWorkSlack",
          "MutexNoSpin",
          "MutexSpin",
          "WaitGroupActuallyWait",
          "OnceValue");

  static final Suite SUITE =
      Suite.of(
          "sync",
          "what the tests of Go's package sync measure",
          List.of("suite_sync.go"),
          Stream.of(mutexes(), rwMutexes(), waitGroups(), conds(), onces(), pools())
              .flatMap(part -> part)
              .map(SyncSuite::onPeers)
              .toArray(Workload[]::new));

  private SyncSuite() {}

  private static Workload onPeers(Workload w) {
    Workload withKotlin = ON_KOTLIN.contains(w.id()) ? w.alsoOn(Contender.KOTLIN) : w;
    return w.id().startsWith("Once") ? withKotlin : withKotlin.alsoOn(Contender.JDK);
  }

  private static Workload sync(String id, String about) {
    return Workload.of(id, Group.SYNC, about);
  }

  private static Stream<Workload> mutexes() {
    return Stream.of(
        sync("MutexUncontended", "a goroutine and a mutex for each P; a lock and unlock"),
        sync("Mutex", "a mutex, a goroutine for each P; a lock and unlock"),
        sync("MutexSlack", "a mutex, ten goroutines for each P; a lock and unlock"),
        sync("MutexWork", "as Mutex, and 100 steps of computing between; a lock and unlock"),
        sync("MutexWorkSlack", "as MutexSlack, and 100 steps between; a lock and unlock"),
        sync(
            "MutexNoSpin",
            "four goroutines for each P, which mostly do other things and give way; a lock or"
                + " another thing"),
        sync(
            "MutexSpin", "a goroutine for each P, with much data in the cache; a lock and unlock"));
  }

  private static Stream<Workload> rwMutexes() {
    return Stream.of(
        sync("RWMutexUncontended", "a lock for each P; two read locks and a write lock"),
        sync("RWMutexWrite100", "a goroutine for each P, 1 of 100 locks is for writing; a lock"),
        sync("RWMutexWrite10", "a goroutine for each P, 1 of 10 locks is for writing; a lock"),
        sync("RWMutexWorkWrite100", "the first, with 100 steps of computing in each read; a lock"),
        sync("RWMutexWorkWrite10", "the second, with 100 steps of computing in each read; a lock"));
  }

  private static Stream<Workload> waitGroups() {
    return Stream.of(
        sync("WaitGroupUncontended", "a group for each P; count up, down, and wait"),
        sync("WaitGroupAddDone", "a group, a goroutine for each P; count up and down"),
        sync("WaitGroupAddDoneWork", "the same with 100 steps of computing; count up and down"),
        sync("WaitGroupWait", "a group that is at zero, a goroutine for each P; a wait"),
        sync("WaitGroupWaitWork", "the same with 100 steps of computing; a wait"),
        sync("WaitGroupActuallyWait", "a goroutine is started and waited for; a goroutine"));
  }

  private static Stream<Workload> conds() {
    return IntStream.of(1, 2, 4, 8, 16, 32)
        .mapToObj(
            n ->
                sync("Cond" + n, "%d wait until one more comes; a turn of each".formatted(n))
                    .sized(n));
  }

  private static Stream<Workload> onces() {
    return Stream.of(
        sync("Once", "a goroutine for each P, done long ago; a call"),
        sync("OnceFunc", "done long ago; a call"),
        sync("OnceValue", "computed long ago; a call"));
  }

  private static Stream<Workload> pools() {
    return Stream.of(
        sync("Pool", "a goroutine for each P; a put and a get"),
        sync("PoolOverflow", "a goroutine for each P; 100 puts and 100 gets").sized(100),
        sync("PoolStarvation", "a goroutine for each P; 67 puts and 100 gets").sized(67),
        sync("PoolExpensiveNew", "what takes 1 ms to make; 100 gets, garbage, 100 puts"));
  }
}
