package main

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// selectUncontended: SelectUncontended: a value goes to and fro between two channels of one's own.
func selectUncontended() func(*share) int64 {
	return func(s *share) int64 {
		left := make(chan int, 1)
		right := make(chan int, 1)
		left <- 1
		return toAndFro(s, left, right)
	}
}

// selectAsyncContended: SelectAsyncContended: the same with two channels that all share, and a value each.
func selectAsyncContended() func(*share) int64 {
	left := make(chan int, runtime.GOMAXPROCS(0))
	right := make(chan int, runtime.GOMAXPROCS(0))
	return func(s *share) int64 {
		left <- 1
		return toAndFro(s, left, right)
	}
}

func toAndFro(s *share, left, right chan int) int64 {
	done := 0
	for s.next() {
		select {
		case v := <-left:
			right <- v
			done += v
		case v := <-right:
			left <- v
			done += v
		}
	}
	return int64(done)
}

// selectNonblock: SelectNonblock: tries to receive from and to send to channels that cannot do it.
func selectNonblock() func(*share) int64 {
	noSender := make(chan int)
	noReceiver := make(chan int)
	empty := make(chan int, 1)
	full := make(chan int, 1)
	full <- 1
	return func(s *share) (missed int64) {
		for s.next() {
			select {
			case <-noSender:
			default:
				missed++
			}
			select {
			case noReceiver <- 1:
			default:
				missed++
			}
			select {
			case <-empty:
			default:
				missed++
			}
			select {
			case full <- 1:
			default:
				missed++
			}
		}
		return missed / 4
	}
}

// newSelectSyncContended: SelectSyncContended: each goroutine has a sender beside it that selects which of three unbuffered
// channels to send to, and itself selects which of them to receive from. An operation is one value.
func newSelectSyncContended(int) work {
	p := newParallel(1)
	return simple(func(ops int64) {
		a := make(chan int)
		b := make(chan int)
		c := make(chan int)
		done := make(chan int)
		p.run(ops, func(s *share) int64 {
			go sendUntilClosed(a, b, c, done)
			received := 0
			for s.next() {
				select {
				case v := <-a:
					received += v
				case v := <-b:
					received += v
				case v := <-c:
					received += v
				}
			}
			return int64(received)
		})
		close(done)
	})
}

func sendUntilClosed(a, b, c, done chan int) {
	for {
		select {
		case a <- 1:
		case b <- 1:
		case c <- 1:
		case <-done:
			return
		}
	}
}

// newChanPopular: ChanPopular: many goroutines select from a channel of their own and from one that all of them share, to
// which nobody sends; the main goroutine sends to each in turn. An operation is a value for each of them.
func newChanPopular(goroutines int) work {
	return simple(func(ops int64) {
		popular := make(chan int)
		var own []chan int
		var received atomic.Int64
		var wg sync.WaitGroup
		for i := 0; i < goroutines; i++ {
			mine := make(chan int)
			own = append(own, mine)
			wg.Add(1)
			go func() {
				defer wg.Done()
				sum := 0
				for n := int64(0); n < ops; n++ {
					select {
					case <-popular:
					case v := <-mine:
						sum += v
					}
				}
				received.Add(int64(sum))
			}()
		}
		for n := int64(0); n < ops; n++ {
			for _, ch := range own {
				ch <- 1
			}
		}
		wg.Wait()
		check("values received", ops*int64(goroutines), received.Load())
	})
}
