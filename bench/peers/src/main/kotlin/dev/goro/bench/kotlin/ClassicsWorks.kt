// The suite classics.
package dev.goro.bench.kotlin

import dev.goro.bench.twin.Fibonacci
import dev.goro.bench.twin.Primes
import dev.goro.bench.twin.ProcessStarts
import dev.goro.bench.twin.Work
import dev.goro.bench.twin.Works
import dev.goro.bench.twin.WrongResultException.check
import java.util.concurrent.atomic.AtomicLong
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.launch
import kotlinx.coroutines.selects.select

internal val CLASSICS_WORKS: Works =
    Works()
        .add("ring") { Ring(it) }
        .add("sieve") { Sieve(it) }
        .add("fan") { Fan(it) }
        .add("mpmc") { ManyToMany(it) }
        .add("fib") { Fib(it) }
        .add("JoxRendezvous") { OneToOne(it) }
        .add("JoxBuffered1") { OneToOne(it) }
        .add("JoxBuffered10") { OneToOne(it) }
        .add("JoxBuffered100") { OneToOne(it) }
        .add("JoxChained0") { Stream(it, 0) }
        .add("JoxChained16") { Stream(it, 16) }
        .add("JoxChained100") { Stream(it, 100) }
        .add("JoxParallel0") { Pairs(it, 0) }
        .add("JoxParallel16") { Pairs(it, 16) }
        .add("JoxParallel100") { Pairs(it, 100) }
        .add("JoxSelect1") { SelectFromOne() }
        .add("JoxSelect2") { SelectFromTwo() }
        .measure("short-program", ProcessStarts { ProcessStarts.likeThis(ShortProgram::class.java) })

private suspend fun sendNumbers(ch: SendChannel<Long>, count: Long) {
  for (i in 0 until count) {
    ch.send(i)
  }
}

private suspend fun sumOf(ch: ReceiveChannel<Long>, count: Long): Long {
  var sum = 0L
  for (i in 0 until count) {
    sum += ch.receive()
  }
  return sum
}

/**
 * A token goes round in a ring of coroutines. It is a number: each takes one away, and who finds nothing left tells who
 * it is. An operation is one hop.
 */
private class Ring(length: Int) : Work {
  private val scope = CoroutineScope(Dispatchers.Default)
  private val places = List(length) { Channel<Long>() }
  private val last = Channel<Long>()

  init {
    for (i in 0 until length) {
      val out = places[(i + 1) % length]
      scope.launch {
        for (token in places[i]) {
          if (token == 0L) last.send(i.toLong()) else out.send(token - 1)
        }
      }
    }
  }

  override fun run(ops: Long) = onDispatcher {
    places.first().send(ops)
    check("where the token ended", ops % places.size, last.receive())
  }

  override fun close() {
    places.forEach { it.close() }
  }
}

/**
 * The sieve of concurrent processes: for each prime a coroutine that lets pass what it does not divide, in a row that
 * grows with each prime. An operation is one number that goes in.
 */
private class Sieve(private val limit: Int) : Work {
  override fun granularity() = limit.toLong()

  override fun run(ops: Long) = onDispatcher {
    for (done in 0 until ops step limit.toLong()) {
      check("sum of the primes", Primes.sumBelow(limit), sumOfPrimes())
    }
  }

  private suspend fun CoroutineScope.sumOfPrimes(): Long {
    val numbers = Channel<Int>()
    launch {
      for (i in 2 until limit) {
        numbers.send(i)
      }
      numbers.close()
    }
    var sum = 0L
    var left = numbers
    while (true) {
      val prime = left.receiveCatching().getOrNull() ?: return sum
      sum += prime
      val source = left
      val out = Channel<Int>()
      launch { filter(source, out, prime) }
      left = out
    }
  }

  private suspend fun filter(source: Channel<Int>, out: Channel<Int>, divisor: Int) {
    for (i in source) {
      if (i % divisor != 0) {
        out.send(i)
      }
    }
    out.close()
  }
}

/** One coroutine sends to some workers over one channel, and they to one receiver over another. An operation is one value. */
private class Fan(private val workers: Int) : Work {
  private val capacity = 64

  override fun run(ops: Long) = onDispatcher {
    val jobs = Channel<Long>(capacity)
    val results = Channel<Long>(capacity)
    launch {
      sendNumbers(jobs, ops)
      jobs.close()
    }
    repeat(workers) {
      launch {
        for (job in jobs) {
          results.send(job + 1)
        }
      }
    }
    check("sum of the results", ops * (ops + 1) / 2, sumOf(results, ops))
  }
}

/** Some coroutines send and as many receive, over one channel. An operation is one value. */
private class ManyToMany(private val pairs: Int) : Work {
  private val capacity = 128

  override fun granularity() = pairs.toLong()

  override fun run(ops: Long) {
    val each = ops / pairs
    val sum = AtomicLong()
    onDispatcher {
      val ch = Channel<Long>(capacity)
      repeat(pairs) {
        launch { sendNumbers(ch, each) }
        launch { sum.addAndGet(sumOf(ch, each)) }
      }
    }
    check("sum of what was received", pairs * (each * (each - 1) / 2), sum.get())
  }
}

/**
 * Fibonacci numbers, with a coroutine for one of each two summands: work that only stealing spreads. An operation is one
 * coroutine.
 */
private class Fib(private val n: Int) : Work {
  override fun granularity() = Fibonacci.forks(n)

  override fun run(ops: Long) = onDispatcher {
    for (done in 0 until ops step granularity()) {
      check("Fibonacci number", Fibonacci.number(n), fib(n))
    }
  }

  private suspend fun CoroutineScope.fib(n: Int): Long {
    if (n < 2) {
      return n.toLong()
    }
    val one = Channel<Long>(1)
    launch { one.send(fib(n - 1)) }
    val other = fib(n - 2)
    return one.receive() + other
  }
}

/** How many values at least each coroutine handles that is made anew for each run. */
private const val VALUES = 100L

/** Values stream through a row of coroutines, as many at a time as there is room for. An operation is one hop. */
private class Stream(private val length: Int, private val capacity: Int) : Work {
  override fun granularity() = length * VALUES

  override fun run(ops: Long) = onDispatcher {
    val values = ops / length
    val first = Channel<Long>(capacity)
    launch { sendNumbers(first, values) }
    var last = first
    repeat(length - 1) {
      val from = last
      val to = Channel<Long>(capacity)
      launch {
        for (n in 0 until values) {
          to.send(from.receive())
        }
      }
      last = to
    }
    check("sum of what came out", values * (values - 1) / 2, sumOf(last, values))
  }
}

/** Many senders and receivers in pairs, each with a channel of its own. An operation is one value. */
private class Pairs(private val pairs: Int, private val capacity: Int) : Work {
  override fun granularity() = pairs * VALUES

  override fun run(ops: Long) {
    val values = ops / pairs
    val sum = AtomicLong()
    onDispatcher {
      repeat(pairs) {
        val ch = Channel<Long>(capacity)
        launch { sendNumbers(ch, values) }
        launch { sum.addAndGet(sumOf(ch, values)) }
      }
    }
    check("sum of what was received", pairs * (values * (values - 1) / 2), sum.get())
  }
}

/** One coroutine sends and one selects from that one channel. An operation is one value. */
private class SelectFromOne : Work {
  override fun run(ops: Long) = onDispatcher {
    val ch = Channel<Long>()
    launch { sendNumbers(ch, ops) }
    var sum = 0L
    for (i in 0 until ops) {
      sum += select<Long> { ch.onReceive { it } }
    }
    check("sum of what was received", ops * (ops - 1) / 2, sum)
  }
}
