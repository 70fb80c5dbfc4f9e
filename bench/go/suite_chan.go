package main

import (
	"runtime"
)

// The suite chan.
func init() {
	register(map[string]func(size int) work{
		"MakeChanByte":              newMakeChan[byte],
		"MakeChanInt":               newMakeChan[int],
		"MakeChanPtr":               newMakeChan[*byte],
		"MakeChanStruct0":           newMakeChan[struct{}],
		"MakeChanStruct32":          newMakeChan[struct{ a, b, c, d int64 }],
		"MakeChanStruct40":          newMakeChan[struct{ a, b, c, d, e *byte }],
		"ChanNonblocking":           inParallel(chanNonblocking),
		"SelectUncontended":         inParallel(selectUncontended),
		"SelectSyncContended":       newSelectSyncContended,
		"SelectAsyncContended":      inParallel(selectAsyncContended),
		"SelectNonblock":            inParallel(selectNonblock),
		"ChanUncontended":           inParallel(chanUncontended),
		"ChanContended":             inParallel(chanContended),
		"ChanSync":                  newChanSync,
		"ChanSyncWork":              newChanSync,
		"ChanProdCons0":             func(capacity int) work { return newChanProdCons(capacity, 0) },
		"ChanProdCons10":            func(capacity int) work { return newChanProdCons(capacity, 0) },
		"ChanProdCons100":           func(capacity int) work { return newChanProdCons(capacity, 0) },
		"ChanProdConsWork0":         func(capacity int) work { return newChanProdCons(capacity, 100) },
		"ChanProdConsWork10":        func(capacity int) work { return newChanProdCons(capacity, 100) },
		"ChanProdConsWork100":       func(capacity int) work { return newChanProdCons(capacity, 100) },
		"SelectProdCons":            func(capacity int) work { return newSelectProdCons(capacity, 100) },
		"ReceiveDataFromClosedChan": func(int) work { return &receiveClosed{} },
		"ChanCreation":              inParallel(chanCreation),
		"ChanSem":                   inParallel(chanSem),
		"ChanPopular":               newChanPopular,
		"ChanClosed":                inParallel(chanClosed),
	})
}

// makeChan: MakeChan*: channels are made, the last few of which stay reachable. An operation is one channel.
type makeChan[T any] struct{ kept [keptChans]chan T }

const (
	keptChans    = 16
	keptCapacity = 8
)

func newMakeChan[T any](int) work { return &makeChan[T]{} }

func (m *makeChan[T]) granularity() int64 { return keptChans }

func (m *makeChan[T]) run(ops int64) {
	for i := int64(0); i < ops; i++ {
		m.kept[i&(keptChans-1)] = make(chan T, keptCapacity)
	}
	var sum int64
	for i, ch := range m.kept {
		sum += int64(cap(ch))
		m.kept[i] = nil
	}
	check("capacity of the channels", keptChans*keptCapacity, sum)
}

func (m *makeChan[T]) finish() {}

// chanNonblocking: ChanNonblocking: tries to receive from a channel to which nobody sends.
func chanNonblocking() func(*share) int64 {
	empty := make(chan int)
	return func(s *share) (done int64) {
		for s.next() {
			select {
			case <-empty:
			default:
				done++
			}
		}
		return done
	}
}

const fill = 100

// chanUncontended: ChanUncontended: fills and empties a channel of one's own.
func chanUncontended() func(*share) int64 {
	return func(s *share) int64 { return fillAndEmpty(s, make(chan int, fill)) }
}

// chanContended: ChanContended: fills and empties the channel of all, which has room for all.
func chanContended() func(*share) int64 {
	ofAll := make(chan int, fill*runtime.GOMAXPROCS(0))
	return func(s *share) int64 { return fillAndEmpty(s, ofAll) }
}

func fillAndEmpty(s *share, ch chan int) int64 {
	received := 0
	for s.next() {
		for i := 0; i < fill; i++ {
			ch <- 1
		}
		for i := 0; i < fill; i++ {
			received += <-ch
		}
	}
	return int64(received / fill)
}

// chanCreation: ChanCreation: makes a channel, fills and empties it.
func chanCreation() func(*share) int64 {
	return func(s *share) int64 {
		received := 0
		for s.next() {
			ch := make(chan int, 1)
			ch <- 1
			received += <-ch
		}
		return int64(received)
	}
}

// chanSem: ChanSem: takes a permit by a send and gives it back by a receive.
func chanSem() func(*share) int64 {
	permits := make(chan struct{}, runtime.GOMAXPROCS(0))
	return func(s *share) (done int64) {
		for s.next() {
			permits <- struct{}{}
			<-permits
			done++
		}
		return done
	}
}

// chanClosed: ChanClosed: tries to receive from a closed channel.
func chanClosed() func(*share) int64 {
	ch := make(chan struct{})
	close(ch)
	return func(s *share) (done int64) {
		for s.next() {
			select {
			case <-ch:
				done++
			default:
			}
		}
		return done
	}
}

// receiveClosed: ReceiveDataFromClosedChan: a channel that was filled and then closed is emptied. An operation is one value.
type receiveClosed struct{ filled chan struct{} }

func (r *receiveClosed) granularity() int64 { return 1 }

func (r *receiveClosed) prepare(ops int64) {
	r.filled = make(chan struct{}, ops)
	for i := int64(0); i < ops; i++ {
		r.filled <- struct{}{}
	}
	close(r.filled)
}

func (r *receiveClosed) run(ops int64) {
	var received int64
	for range r.filled {
		received++
	}
	check("values received", ops, received)
}

func (r *receiveClosed) finish() {}
