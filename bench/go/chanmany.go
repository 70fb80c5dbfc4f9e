package main

import (
	"runtime"
	"sync/atomic"
	"time"
)

// callsPerBatch is how many values a goroutine sends before it looks whether there is more to do.
const callsPerBatch = 1000

// newChanSync: ChanSync, ChanSyncWork: two goroutines take turns in sending to one another over one unbuffered channel, with
// so many divisions after each send and receive. An operation is one value.
func newChanSync(divisions int) work {
	const goroutines = 2
	return grained{goroutines * callsPerBatch, func(ops int64) {
		var batches atomic.Int64
		batches.Store(ops / callsPerBatch)
		ch := make(chan int)
		ended := make(chan int64, goroutines)
		for i := 0; i < goroutines; i++ {
			go func() { ended <- takeTurns(ch, &batches, divisions) }()
		}
		var received int64
		for i := 0; i < goroutines; i++ {
			received += <-ended
		}
		check("values received", ops, received)
	}}
}

// takeTurns does batches: of two that run at the same time, one begins with a send, the other with a receive.
func takeTurns(ch chan int, batches *atomic.Int64, divisions int) int64 {
	received := 0
	labour := labourStart
	for batch := batches.Add(-1); batch >= 0; batch = batches.Add(-1) {
		for i := 0; i < callsPerBatch; i++ {
			if batch%2 == 0 {
				received += <-ch
				labour = divide(labour, divisions)
				ch <- 1
				labour = divide(labour, divisions)
			} else {
				ch <- 1
				labour = divide(labour, divisions)
				received += <-ch
				labour = divide(labour, divisions)
			}
		}
	}
	return int64(received) + labour
}

const endOfValues = 0

// newChanProdCons: ChanProdCons*: as many senders and as many receivers as there are Ps share one channel, with so many steps
// of arithmetic for each value on either side. An operation is one value.
func newChanProdCons(capacity, labour int) work {
	return grained{callsPerBatch, func(ops int64) {
		pairs := runtime.GOMAXPROCS(0)
		var batches atomic.Int64
		batches.Store(ops / callsPerBatch)
		ch := make(chan int, capacity)
		ended := make(chan int64, 2*pairs)
		for i := 0; i < pairs; i++ {
			go func() {
				foo := labourStart
				for batches.Add(-1) >= 0 {
					for i := 0; i < callsPerBatch; i++ {
						foo = halve(foo, labour)
						ch <- 1
					}
				}
				ch <- endOfValues
				ended <- foo
			}()
			go func() {
				foo := labourStart
				var received int64
				for <-ch != endOfValues {
					received++
					foo = halve(foo, labour)
				}
				ended <- received + foo
			}()
		}
		checkReceived(ops, ended, 2*pairs)
	}}
}

// newSelectProdCons: SelectProdCons: as ChanProdCons*, but each goroutine selects among the channel, a timer that does not
// fire and a channel to which nobody sends. An operation is one value.
func newSelectProdCons(capacity, labour int) work {
	const wrong = -1 << 31
	return grained{callsPerBatch, func(ops int64) {
		pairs := runtime.GOMAXPROCS(0)
		var batches atomic.Int64
		batches.Store(ops / callsPerBatch)
		ch := make(chan int, capacity)
		quit := make(chan int)
		ended := make(chan int64, 2*pairs)
		for i := 0; i < pairs; i++ {
			go func() {
				foo := labourStart
				timer := time.After(time.Hour)
				for batches.Add(-1) >= 0 {
					for i := 0; i < callsPerBatch; i++ {
						foo = halve(foo, labour)
						select {
						case ch <- 1:
						case <-timer:
							foo += wrong
						case <-quit:
							foo += wrong
						}
					}
				}
				ch <- endOfValues
				ended <- foo
			}()
			go func() {
				foo := labourStart
				timer := time.After(time.Hour)
				var received int64
				for {
					select {
					case v := <-ch:
						if v == endOfValues {
							ended <- received + foo
							return
						}
						received++
					case <-timer:
						foo += wrong
					case <-quit:
						foo += wrong
					}
					foo = halve(foo, labour)
				}
			}()
		}
		checkReceived(ops, ended, 2*pairs)
	}}
}

// checkReceived waits for so many goroutines and checks that together they received ops values.
func checkReceived(ops int64, ended chan int64, goroutines int) {
	var received int64
	for i := 0; i < goroutines; i++ {
		received += <-ended
	}
	check("values received", ops, received)
}
