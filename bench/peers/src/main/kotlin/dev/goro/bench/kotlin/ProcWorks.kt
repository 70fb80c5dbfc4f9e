// The suite proc: all but PingPongHog, whose hog would keep the dispatcher's only thread for ever, and Matmult, whose
// recursion a coroutine would have to suspend in.
package dev.goro.bench.kotlin

import dev.goro.bench.twin.DeepCalls
import dev.goro.bench.twin.LocalWork
import dev.goro.bench.twin.NativeSleep
import dev.goro.bench.twin.Parallel
import dev.goro.bench.twin.Work
import dev.goro.bench.twin.Works
import dev.goro.bench.twin.WrongResultException.check
import java.util.concurrent.atomic.AtomicLong
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

private const val GROUP = 4
private const val LONGER_MICROS = 5
private val DELAYS = listOf(0, 1, 2, 5, 10, 20, 50, 100)

internal val PROC_WORKS: Works =
    Works()
        .add("StackGrowth") { DeepCalls.work(team(), it) }
        .add("StackGrowthDeep") { DeepCalls.work(team(), it) }
        .add("CreateGoroutines") { CreateInRows(1) }
        .add("CreateGoroutinesParallel") { CreateInRows(procs()) }
        .add("CreateGoroutinesCapture") { Work { ops -> capturing(ops) } }
        .add("CreateGoroutinesSingle") { Work { ops -> fromOne(ops) } }
        .also { works ->
          for (micros in DELAYS) {
            works.add("WakeupParallelSpinning-${micros}us") { WakeUps(it, LocalWork::computeFor) }
            works.add("WakeupParallelSyscall-${micros}us") { WakeUps(it, NativeSleep::sleep) }
          }
        }

/** Coroutines that share operations in which nothing suspends. */
private fun team() =
    Parallel({ count, member -> onDispatcher { repeat(count) { launch { member.run(it) } } } }, procs())

/** Coroutines start one another, in several rows at once. An operation is one coroutine. */
private class CreateInRows(private val rows: Int) : Work {
  override fun granularity() = rows.toLong()

  override fun run(ops: Long) = onDispatcher {
    val each = ops / rows
    val ends = Channel<Long>()
    // Not children of this one: the next one is started by one that ends.
    val scope = CoroutineScope(Dispatchers.Default)
    repeat(rows) { scope.launch { next(scope, ends, each, 0) } }
    repeat(rows) { check("coroutines in a row", each, ends.receive()) }
  }

  private suspend fun next(scope: CoroutineScope, ends: SendChannel<Long>, left: Long, depth: Long) {
    if (left == 0L) ends.send(depth) else scope.launch { next(scope, ends, left - 1, depth + 1) }
  }
}

/** Four coroutines that share variables are started and waited for. An operation is that. */
private fun capturing(ops: Long) {
  val ran = AtomicLong()
  onDispatcher {
    for (i in 0 until ops) {
      val turn = i and (GROUP - 1L)
      coroutineScope {
        for (me in 0 until GROUP) {
          launch { if (me.toLong() == turn) ran.incrementAndGet() }
        }
      }
    }
  }
  check("coroutines whose turn it was", ops, ran.get())
}

/** One coroutine starts all. An operation is one coroutine. */
private fun fromOne(ops: Long) {
  val ran = AtomicLong()
  onDispatcher {
    for (i in 0 until ops) {
      launch { ran.incrementAndGet() }
    }
  }
  check("coroutines", ops, ran.get())
}

/**
 * Two coroutines take turns as sender and receiver. The receiver is busy for a time and then waits; the sender is busy for
 * a little longer and then sends. An operation is two such hand-overs, one in each direction.
 */
private class WakeUps(private val micros: Int, private val busy: (Int) -> Unit) : Work {
  override fun run(ops: Long) {
    val sum = AtomicLong()
    onDispatcher {
      val ping = Channel<Long>()
      val pong = Channel<Long>()
      launch {
        for (i in 0 until ops) {
          busy(micros + LONGER_MICROS)
          ping.send(i)
          busy(micros)
          sum.addAndGet(pong.receive())
        }
      }
      launch {
        for (i in 0 until ops) {
          busy(micros)
          sum.addAndGet(ping.receive())
          busy(micros + LONGER_MICROS)
          pong.send(i)
        }
      }
    }
    check("sum of what both received", ops * (ops - 1), sum.get())
  }
}
