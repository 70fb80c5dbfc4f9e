// The suite chan.
package dev.goro.bench.kotlin

import dev.goro.bench.twin.Labour
import dev.goro.bench.twin.Parallel
import dev.goro.bench.twin.Parallel.Share
import dev.goro.bench.twin.Work
import dev.goro.bench.twin.Works
import dev.goro.bench.twin.WrongResultException.check
import java.util.concurrent.atomic.AtomicLong
import kotlin.time.Duration.Companion.hours
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.selects.select

private const val FILL = 100
private const val BATCH = 1_000
private const val LABOUR = 100
private const val VALUE = 1
private const val END = 0

internal val CHAN_WORKS: Works =
    Works()
        .add("MakeChanByte") { MakeChan<Byte>() }
        .add("MakeChanInt") { MakeChan<Int>() }
        .add("MakeChanPtr") { MakeChan<ByteArray>() }
        .add("MakeChanStruct0") { MakeChan<Any>() }
        .add("MakeChanStruct32") { MakeChan<Any>() }
        .add("MakeChanStruct40") { MakeChan<Any>() }
        .add("ChanNonblocking") { shared(::nonblocking) }
        .add("SelectUncontended") { shared(::selectUncontended) }
        .add("SelectSyncContended") { SelectSyncContended() }
        .add("SelectAsyncContended") { shared(::selectAsyncContended) }
        .add("SelectNonblock") { shared(::selectNonblock) }
        .add("ChanUncontended") { shared(::uncontended) }
        .add("ChanContended") { shared(::contended) }
        .add("ChanSync") { ChanSync(it) }
        .add("ChanSyncWork") { ChanSync(it) }
        .add("ChanProdCons0") { ChanProdCons(it, 0) }
        .add("ChanProdCons10") { ChanProdCons(it, 0) }
        .add("ChanProdCons100") { ChanProdCons(it, 0) }
        .add("ChanProdConsWork0") { ChanProdCons(it, LABOUR) }
        .add("ChanProdConsWork10") { ChanProdCons(it, LABOUR) }
        .add("ChanProdConsWork100") { ChanProdCons(it, LABOUR) }
        .add("SelectProdCons") { SelectProdCons(it, LABOUR) }
        .add("ReceiveDataFromClosedChan") { ReceiveClosed() }
        .add("ChanCreation") { shared(::creation) }
        .add("ChanSem") { shared(::semaphore) }
        .add("ChanPopular") { ChanPopular(it) }
        .add("ChanClosed") { shared(::closed) }

private const val KEPT = 16
private const val KEPT_CAPACITY = 8

/** Channels are made, the last few of which stay reachable. An operation is one channel. */
private class MakeChan<T> : Work {
  private val kept = arrayOfNulls<Channel<T>>(KEPT)

  override fun granularity() = KEPT.toLong()

  override fun run(ops: Long) {
    for (i in 0 until ops) {
      kept[i.toInt() and (KEPT - 1)] = Channel(KEPT_CAPACITY)
    }
    check("channels", KEPT.toLong(), kept.filterNotNull().size.toLong())
    kept.fill(null)
  }
}

/** Tries to receive from a channel to which nobody sends. */
private fun nonblocking(): suspend CoroutineScope.(Share) -> Long {
  val empty = Channel<Int>()
  return { share ->
    var done = 0L
    while (share.next()) {
      if (empty.tryReceive().isFailure) done++
    }
    done
  }
}

/** Tries to receive from a closed channel. */
private fun closed(): suspend CoroutineScope.(Share) -> Long {
  val ch = Channel<Int>()
  ch.close()
  return { share ->
    var done = 0L
    while (share.next()) {
      if (ch.tryReceive().isClosed) done++
    }
    done
  }
}

/** Fills and empties a channel of one's own. */
private fun uncontended(): suspend CoroutineScope.(Share) -> Long = { share ->
  fillAndEmpty(share, Channel(FILL))
}

/** Fills and empties the channel of all, which has room for all. */
private fun contended(): suspend CoroutineScope.(Share) -> Long {
  val ofAll = Channel<Int>(FILL * procs())
  return { share -> fillAndEmpty(share, ofAll) }
}

private suspend fun fillAndEmpty(share: Share, ch: Channel<Int>): Long {
  var received = 0L
  while (share.next()) {
    for (i in 0 until FILL) {
      ch.send(1)
    }
    for (i in 0 until FILL) {
      received += ch.receive()
    }
  }
  return received / FILL
}

/** Makes a channel, fills and empties it. */
private fun creation(): suspend CoroutineScope.(Share) -> Long = { share ->
  var received = 0L
  while (share.next()) {
    val ch = Channel<Int>(1)
    ch.send(1)
    received += ch.receive()
  }
  received
}

/** Takes a permit by a send and gives it back by a receive. */
private fun semaphore(): suspend CoroutineScope.(Share) -> Long {
  val permits = Channel<Int>(procs())
  return { share ->
    var received = 0L
    while (share.next()) {
      permits.send(1)
      received += permits.receive()
    }
    received
  }
}

/** A value goes to and fro between two channels of one's own. */
private fun selectUncontended(): suspend CoroutineScope.(Share) -> Long = { share ->
  val left = Channel<Int>(1)
  val right = Channel<Int>(1)
  left.send(1)
  toAndFro(share, left, right)
}

/** The same with two channels that all share, and a value each. */
private fun selectAsyncContended(): suspend CoroutineScope.(Share) -> Long {
  val left = Channel<Int>(procs())
  val right = Channel<Int>(procs())
  return { share ->
    left.send(1)
    toAndFro(share, left, right)
  }
}

private suspend fun toAndFro(share: Share, left: Channel<Int>, right: Channel<Int>): Long {
  var done = 0L
  while (share.next()) {
    done +=
        select<Int> {
          left.onReceive {
            right.send(it)
            it
          }
          right.onReceive {
            left.send(it)
            it
          }
        }
  }
  return done
}

/** Tries to receive from and to send to channels that cannot do it. */
private fun selectNonblock(): suspend CoroutineScope.(Share) -> Long {
  val noSender = Channel<Int>()
  val noReceiver = Channel<Int>()
  val empty = Channel<Int>(1)
  val full = Channel<Int>(1)
  full.trySend(1)
  return { share ->
    var missed = 0L
    while (share.next()) {
      if (noSender.tryReceive().isFailure) missed++
      if (noReceiver.trySend(1).isFailure) missed++
      if (empty.tryReceive().isFailure) missed++
      if (full.trySend(1).isFailure) missed++
    }
    missed / 4
  }
}

/**
 * Each coroutine has a sender beside it that selects which of three rendezvous channels to send to, and itself selects
 * which of them to receive from. An operation is one value.
 */
private class SelectSyncContended : Work {
  private val parallel = Parallel(procs())

  override fun run(ops: Long) = onDispatcher {
    val a = Channel<Int>()
    val b = Channel<Int>()
    val c = Channel<Int>()
    val done = Channel<Int>()
    val senders = this
    parallel.share(ops) { share ->
      senders.launch { sendUntilClosed(a, b, c, done) }
      var received = 0L
      while (share.next()) {
        received +=
            select<Int> {
              a.onReceive { it }
              b.onReceive { it }
              c.onReceive { it }
            }
      }
      received
    }
    done.close()
  }

  private suspend fun sendUntilClosed(a: Channel<Int>, b: Channel<Int>, c: Channel<Int>, done: Channel<Int>) {
    var sent = true
    while (sent) {
      sent =
          select<Boolean> {
            a.onSend(1) { true }
            b.onSend(1) { true }
            c.onSend(1) { true }
            done.onReceiveCatching { false }
          }
    }
  }
}

/** Two coroutines take turns in sending to one another over one rendezvous channel. An operation is one value. */
private class ChanSync(private val divisions: Int) : Work {
  override fun granularity() = 2L * BATCH

  override fun run(ops: Long) {
    val batches = AtomicLong(ops / BATCH)
    val received = AtomicLong()
    onDispatcher {
      val ch = Channel<Int>()
      repeat(2) { launch { received.addAndGet(takeTurns(ch, batches)) } }
    }
    check("values received", ops, received.get())
  }

  private suspend fun takeTurns(ch: Channel<Int>, batches: AtomicLong): Long {
    var received = 0L
    var labour = Labour.start()
    var batch = batches.decrementAndGet()
    while (batch >= 0) {
      for (i in 0 until BATCH) {
        if (batch % 2 == 0L) {
          received += ch.receive()
          labour = Labour.divide(labour, divisions)
          ch.send(VALUE)
          labour = Labour.divide(labour, divisions)
        } else {
          ch.send(VALUE)
          labour = Labour.divide(labour, divisions)
          received += ch.receive()
          labour = Labour.divide(labour, divisions)
        }
      }
      batch = batches.decrementAndGet()
    }
    return received + labour
  }
}

/** As many senders and receivers as the dispatcher has threads share one channel. An operation is one value. */
private class ChanProdCons(private val capacity: Int, private val labour: Int) : Work {
  override fun granularity() = BATCH.toLong()

  override fun run(ops: Long) {
    val batches = AtomicLong(ops / BATCH)
    val received = AtomicLong()
    onDispatcher {
      val ch = Channel<Int>(capacity)
      repeat(procs()) {
        launch { received.addAndGet(produce(ch, batches)) }
        launch { received.addAndGet(consume(ch)) }
      }
    }
    check("values received", ops, received.get())
  }

  private suspend fun produce(ch: Channel<Int>, batches: AtomicLong): Long {
    var foo = Labour.start()
    while (batches.decrementAndGet() >= 0) {
      for (i in 0 until BATCH) {
        foo = Labour.halve(foo, labour)
        ch.send(VALUE)
      }
    }
    ch.send(END)
    return foo
  }

  private suspend fun consume(ch: Channel<Int>): Long {
    var foo = Labour.start()
    var received = 0L
    while (ch.receive() != END) {
      received++
      foo = Labour.halve(foo, labour)
    }
    return received + foo
  }
}

/**
 * As [ChanProdCons], but each coroutine selects among the channel, a timer that does not fire and a channel to which
 * nobody sends. The timer is a coroutine that sleeps, for Kotlin's `onTimeout` would make one anew for each select.
 */
private class SelectProdCons(private val capacity: Int, private val labour: Int) : Work {
  override fun granularity() = BATCH.toLong()

  override fun run(ops: Long) {
    val batches = AtomicLong(ops / BATCH)
    val received = AtomicLong()
    onDispatcher {
      val ch = Channel<Int>(capacity)
      val quit = Channel<Int>()
      repeat(procs()) {
        launch { withTimer { received.addAndGet(produce(ch, it, quit, batches)) } }
        launch { withTimer { received.addAndGet(consume(ch, it, quit)) } }
      }
    }
    check("values received", ops, received.get())
  }

  private suspend fun withTimer(body: suspend (ReceiveChannel<Int>) -> Unit) = coroutineScope {
    val fired = Channel<Int>(1)
    val timer = launch {
      delay(1.hours)
      fired.send(1)
    }
    body(fired)
    timer.cancel()
  }

  private suspend fun produce(
      ch: Channel<Int>,
      timer: ReceiveChannel<Int>,
      quit: Channel<Int>,
      batches: AtomicLong
  ): Long {
    var foo = Labour.start()
    while (batches.decrementAndGet() >= 0) {
      for (i in 0 until BATCH) {
        foo = Labour.halve(foo, labour)
        foo +=
            select<Int> {
              ch.onSend(VALUE) { 0 }
              timer.onReceive { Int.MIN_VALUE }
              quit.onReceive { Int.MIN_VALUE }
            }
      }
    }
    ch.send(END)
    return foo
  }

  private suspend fun consume(ch: Channel<Int>, timer: ReceiveChannel<Int>, quit: Channel<Int>): Long {
    var foo = Labour.start()
    var received = 0L
    while (true) {
      val value =
          select<Int> {
            ch.onReceive { it }
            timer.onReceive { Int.MIN_VALUE }
            quit.onReceive { Int.MIN_VALUE }
          }
      if (value == END) {
        return received + foo
      }
      received += value
      foo = Labour.halve(foo, labour)
    }
  }
}

/** A channel that was filled and then closed is emptied. An operation is one value. */
private class ReceiveClosed : Work {
  private var filled = Channel<Int>()

  override fun prepare(ops: Long) {
    filled = Channel(Math.toIntExact(ops))
    for (i in 0 until ops) {
      filled.trySend(1)
    }
    filled.close()
  }

  override fun run(ops: Long) = onDispatcher {
    var received = 0L
    for (v in filled) {
      received += v
    }
    check("values received", ops, received)
  }
}

/**
 * Many coroutines select from a channel of their own and from one that all of them share, to which nobody sends; the main
 * one sends to each in turn. An operation is a value for each of them.
 */
private class ChanPopular(private val coroutines: Int) : Work {
  override fun run(ops: Long) {
    val received = AtomicLong()
    onDispatcher {
      val popular = Channel<Int>()
      val own = List(coroutines) { Channel<Int>() }
      for (mine in own) {
        launch {
          var sum = 0L
          for (n in 0 until ops) {
            sum +=
                select<Int> {
                  popular.onReceive { 0 }
                  mine.onReceive { it }
                }
          }
          received.addAndGet(sum)
        }
      }
      for (n in 0 until ops) {
        for (ch in own) {
          ch.send(1)
        }
      }
    }
    check("values received", ops * coroutines, received.get())
  }
}
