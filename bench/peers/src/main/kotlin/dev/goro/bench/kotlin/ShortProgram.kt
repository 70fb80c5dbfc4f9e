package dev.goro.bench.kotlin

import dev.goro.bench.twin.ProcessStarts.GOROUTINES
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** A short program, whose whole process is timed: a hundred coroutines send their numbers. */
object ShortProgram {
  @JvmStatic
  fun main(args: Array<String>) =
      runBlocking(Dispatchers.Default) {
        val numbers = Channel<Int>()
        repeat(GOROUTINES) { launch { numbers.send(it) } }
        var sum = 0
        repeat(GOROUTINES) { sum += numbers.receive() }
        println(sum)
      }
}
