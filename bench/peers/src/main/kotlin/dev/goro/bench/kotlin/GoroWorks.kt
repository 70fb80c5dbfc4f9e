// The suite goro: all but park and parked.
package dev.goro.bench.kotlin

import dev.goro.bench.twin.Work
import dev.goro.bench.twin.Works
import dev.goro.bench.twin.WrongResultException
import dev.goro.bench.twin.WrongResultException.check
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.yield

private const val CHILDREN = 10

internal val GORO_WORKS: Works =
    Works()
        .add("yield") { Yield(it) }
        .add("spawn") { Spawn(it) }
        .add("spawn-join") { SpawnJoin() }
        .add("unbuffered") { OneToOne(it) }
        .add("pingpong") { PingPong() }
        .add("buffered") { OneToOne(it) }
        .add("select") { SelectFromTwo() }
        .add("chain") { Chain(it) }
        .add("skynet") { Skynet(it) }

/** Some coroutines give way to one another. An operation is one yield. */
private class Yield(private val coroutines: Int) : Work {
  override fun granularity() = coroutines.toLong()

  override fun run(ops: Long) {
    val each = ops / coroutines
    val counts = LongArray(coroutines)
    onDispatcher {
      for (me in 0 until coroutines) {
        launch {
          var n = 0L
          while (n < each) {
            yield()
            n++
          }
          counts[me] = n
        }
      }
    }
    check("yields", ops, counts.sum())
  }
}

/** Coroutines are started in batches, and each batch is waited for. An operation is one coroutine. */
private class Spawn(private val batch: Int) : Work {
  override fun granularity() = batch.toLong()

  override fun run(ops: Long) = onDispatcher {
    val results = LongArray(batch)
    var sum = 0L
    for (first in 0 until ops step batch.toLong()) {
      coroutineScope {
        for (me in 0 until batch) {
          launch { results[me] = first + me }
        }
      }
      sum += results.sum()
    }
    check("sum of what the coroutines left", ops * (ops - 1) / 2, sum)
  }
}

/** Coroutines are started one at a time, and each is waited for. An operation is one coroutine. */
private class SpawnJoin : Work {
  private var ended = 0L

  override fun run(ops: Long) = onDispatcher {
    ended = 0
    for (i in 0 until ops) {
      launch { ended++ }.join()
    }
    check("coroutines that ended", ops, ended)
  }
}

/** One coroutine sends, one receives, over a channel of the given capacity. An operation is one value. */
internal class OneToOne(private val capacity: Int) : Work {
  override fun run(ops: Long) = onDispatcher {
    val ch = Channel<Long>(capacity)
    launch {
      for (i in 0 until ops) {
        ch.send(i)
      }
    }
    var sum = 0L
    for (i in 0 until ops) {
      sum += ch.receive()
    }
    check("sum of what was received", ops * (ops - 1) / 2, sum)
  }
}

/** One coroutine sends a value and waits for the answer of another. An operation is one round trip. */
private class PingPong : Work {
  override fun run(ops: Long) = onDispatcher {
    val ping = Channel<Long>()
    val pong = Channel<Long>()
    launch {
      for (v in ping) {
        pong.send(v + 1)
      }
      pong.close()
    }
    var sum = 0L
    for (i in 0 until ops) {
      ping.send(i)
      sum += pong.receive()
    }
    ping.close()
    if (pong.receiveCatching().isSuccess) {
      throw WrongResultException("an answer came that nobody asked for")
    }
    check("sum of the answers", ops * (ops + 1) / 2, sum)
  }
}

/**
 * Two coroutines send, each over a channel of its own, and one receives from whichever is ready. An operation is one
 * value.
 */
internal class SelectFromTwo : Work {
  override fun granularity() = 2L

  override fun run(ops: Long) = onDispatcher {
    val even = numbers(0, ops)
    val odd = numbers(1, ops)
    var sum = 0L
    for (i in 0 until ops) {
      sum +=
          select<Long> {
            even.onReceive { it }
            odd.onReceive { it }
          }
    }
    check("sum of what was received", ops * (ops - 1) / 2, sum)
  }

  private fun CoroutineScope.numbers(first: Long, end: Long): ReceiveChannel<Long> {
    val ch = Channel<Long>()
    launch {
      for (i in first until end step 2) {
        ch.send(i)
      }
    }
    return ch
  }
}

/**
 * Coroutines in a row, each adds one to what comes from its left and hands it to its right. One value is under way at a
 * time. An operation is one hop.
 */
private class Chain(private val length: Int) : Work {
  private val scope = CoroutineScope(Dispatchers.Default)
  private val left = Channel<Long>()
  private val right: ReceiveChannel<Long>

  init {
    var from: Channel<Long> = left
    for (i in 0 until length) {
      val to = Channel<Long>()
      val source = from
      scope.launch {
        for (v in source) {
          to.send(v + 1)
        }
        to.close()
      }
      from = to
    }
    right = from
  }

  override fun granularity() = length.toLong()

  override fun run(ops: Long) = onDispatcher {
    var hops = 0L
    while (hops < ops) {
      left.send(hops)
      hops = right.receive()
    }
    check("hops", ops, hops)
  }

  override fun close() = onDispatcher {
    left.close()
    if (right.receiveCatching().isSuccess) {
      throw WrongResultException("chain: a value came out that nobody sent")
    }
  }
}

/**
 * A tree of coroutines, ten children to a node, sums the numbers of its leaves upwards over unbuffered channels. An
 * operation is one leaf.
 */
private class Skynet(private val leaves: Int) : Work {
  override fun granularity() = leaves.toLong()

  override fun run(ops: Long) = onDispatcher {
    for (done in 0 until ops step leaves.toLong()) {
      val result = Channel<Long>()
      launch { node(result, 0, leaves.toLong()) }
      check("sum of the leaves", leaves.toLong() * (leaves - 1) / 2, result.receive())
    }
  }

  private suspend fun CoroutineScope.node(parent: SendChannel<Long>, first: Long, leaves: Long) {
    if (leaves == 1L) {
      parent.send(first)
      return
    }
    val results = Channel<Long>()
    val share = leaves / CHILDREN
    for (i in 0 until CHILDREN) {
      launch { node(results, first + i * share, share) }
    }
    var sum = 0L
    for (i in 0 until CHILDREN) {
      sum += results.receive()
    }
    parent.send(sum)
  }
}
