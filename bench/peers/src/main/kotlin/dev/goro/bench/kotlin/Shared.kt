// Operations that coroutines share, as many of them as the dispatcher has threads.
package dev.goro.bench.kotlin

import dev.goro.bench.twin.Parallel
import dev.goro.bench.twin.Parallel.Share
import dev.goro.bench.twin.Work
import java.util.concurrent.atomic.AtomicLong
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

/** Does operations: each coroutine as many as its share says. The body returns how many did what they should. */
internal suspend fun Parallel.share(ops: Long, body: suspend CoroutineScope.(Share) -> Long) {
  val round = start(ops)
  val done = AtomicLong()
  coroutineScope { repeat(members()) { launch { done.addAndGet(body(round.share())) } } }
  round.finish(done.get())
}

/** Work that is nothing but shared operations. The function makes, for each run, what each coroutine does. */
internal fun shared(body: () -> (suspend CoroutineScope.(Share) -> Long)): Work {
  val parallel = Parallel(procs())
  return Work { ops -> onDispatcher { parallel.share(ops, body()) } }
}
