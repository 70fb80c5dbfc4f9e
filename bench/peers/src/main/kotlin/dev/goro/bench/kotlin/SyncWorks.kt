// The suite sync: kotlinx.coroutines has a mutex and jobs to wait for, Kotlin has lazy values; no lock for readers, no
// condition, no pool.
package dev.goro.bench.kotlin

import dev.goro.bench.twin.LocalWork
import dev.goro.bench.twin.Parallel
import dev.goro.bench.twin.Parallel.Share
import dev.goro.bench.twin.Work
import dev.goro.bench.twin.Works
import dev.goro.bench.twin.WrongResultException.check
import java.util.concurrent.atomic.AtomicLong
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex

private const val SMALL_DATA = 4 shl 10
private const val LARGE_DATA = 16 shl 10
private const val STEP = 4 // half a cache line, in longs
private const val LOCK_EVERY = 4

internal val SYNC_WORKS: Works =
    Works()
        .add("MutexUncontended") { shared(::uncontendedMutex) }
        .add("Mutex") { mutexes(1, false) }
        .add("MutexSlack") { mutexes(10, false) }
        .add("MutexWork") { mutexes(1, true) }
        .add("MutexWorkSlack") { mutexes(10, true) }
        .add("MutexNoSpin") { noSpin() }
        .add("MutexSpin") { spin() }
        .add("WaitGroupActuallyWait") { shared(::startAndJoin) }
        .add("OnceValue") { Work { ops -> lazyValue(ops) } }

/** Each coroutine has a mutex of its own. */
private fun uncontendedMutex(): suspend CoroutineScope.(Share) -> Long = { share ->
  val mutex = Mutex()
  var sections = 0L
  while (share.next()) {
    mutex.lock()
    sections++
    mutex.unlock()
  }
  sections
}

/** A number that a mutex guards. */
private class Guarded {
  val mutex = Mutex()
  var sections = 0L

  suspend fun enter() {
    mutex.lock()
    sections++
    mutex.unlock()
  }
}

/** All share a mutex. An operation is a lock and an unlock. */
private fun mutexes(perProc: Int, local: Boolean): Work {
  val parallel = Parallel(perProc * procs())
  return Work { ops ->
    val guarded = Guarded()
    onDispatcher {
      parallel.share(ops) { share ->
        var x = perProc.toLong()
        var mine = 0L
        while (share.next()) {
          guarded.enter()
          mine++
          if (local) x = LocalWork.compute(x)
        }
        LocalWork.consume(x)
        mine
      }
    }
    check("locked sections", ops, guarded.sections)
  }
}

private fun touch(data: LongArray) {
  for (i in data.indices step STEP) {
    data[i]++
  }
}

/** More coroutines than threads, which do something else three times of four. */
private fun noSpin(): Work {
  val parallel = Parallel(4 * procs())
  return Work { ops ->
    val guarded = Guarded()
    val own = AtomicLong()
    onDispatcher {
      parallel.share(ops) { share ->
        val c = Channel<Boolean>()
        val data = LongArray(SMALL_DATA)
        var locked = 0L
        var mine = 0L
        while (share.next()) {
          mine++
          if (mine % LOCK_EVERY == 0L) {
            guarded.enter()
            locked++
          } else {
            touch(data)
            launch { c.send(true) } // and so gives way to others
            c.receive()
          }
        }
        own.addAndGet(locked)
        mine
      }
    }
    check("locked sections", own.get(), guarded.sections)
  }
}

/** A coroutine for each thread, with data of its own in the CPU's cache. */
private fun spin(): Work {
  val parallel = Parallel(procs())
  return Work { ops ->
    val guarded = Guarded()
    onDispatcher {
      parallel.share(ops) { share ->
        val data = LongArray(LARGE_DATA)
        while (share.next()) {
          guarded.enter()
          touch(data)
        }
        data[0]
      }
    }
    check("locked sections", ops, guarded.sections)
  }
}

/** An operation is a coroutine that is started and waited for. */
private fun startAndJoin(): suspend CoroutineScope.(Share) -> Long = { share ->
  var ran = 0L
  while (share.next()) {
    launch { ran++ }.join()
  }
  ran
}

/** An operation is a look at a value that was computed long ago. */
private fun lazyValue(ops: Long) {
  val value by lazy { 42 }
  var sum = 0L
  for (i in 0 until ops) {
    sum += value
  }
  check("sum of the values", 42 * ops, sum)
}
