// The suite time: a timeout is the timer that is made and stopped. Delays count in milliseconds, so that sleeps of a
// nanosecond are not the same, and there is no timer with a task or a channel.
package dev.goro.bench.kotlin

import dev.goro.bench.twin.Parallel.Share
import dev.goro.bench.twin.Work
import dev.goro.bench.twin.Works
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancel
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeout

private const val OTHERS_PER_PROC = 1 shl 15

internal val TIME_WORKS: Works = Works().add("Stop-func") { TimeoutsAmongOthers(shared(::timeouts)) }

/** Work beside 32,768 coroutines a thread that wait for an hour. */
private class TimeoutsAmongOthers(private val work: Work) : Work by work {
  private val others = CoroutineScope(Dispatchers.Default)

  init {
    repeat(OTHERS_PER_PROC * procs()) { others.launch { delay(1.hours) } }
  }

  override fun close() {
    others.cancel()
  }
}

/** An operation is a timeout of a block that ends at once. */
private fun timeouts(): suspend CoroutineScope.(Share) -> Long = { share ->
  var ended = 0L
  while (share.next()) {
    ended += withTimeout(1.seconds) { 1L }
  }
  ended
}
