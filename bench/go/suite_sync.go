package main

import (
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// The suite sync: what the tests of Go's package sync measure, by the same names.
func init() {
	suite := map[string]func(size int) work{
		"MutexUncontended":      inParallel(mutexAlone),
		"Mutex":                 func(int) work { return mutexShared(1, false) },
		"MutexSlack":            func(int) work { return mutexShared(10, false) },
		"MutexWork":             func(int) work { return mutexShared(1, true) },
		"MutexWorkSlack":        func(int) work { return mutexShared(10, true) },
		"MutexNoSpin":           func(int) work { return mutexNoSpin() },
		"MutexSpin":             func(int) work { return mutexSpin() },
		"RWMutexUncontended":    inParallel(rwMutexAlone),
		"RWMutexWrite100":       func(int) work { return rwMutexShared(100, false) },
		"RWMutexWrite10":        func(int) work { return rwMutexShared(10, false) },
		"RWMutexWorkWrite100":   func(int) work { return rwMutexShared(100, true) },
		"RWMutexWorkWrite10":    func(int) work { return rwMutexShared(10, true) },
		"WaitGroupUncontended":  inParallel(waitGroupAlone),
		"WaitGroupAddDone":      func(int) work { return waitGroupAddDone(false) },
		"WaitGroupAddDoneWork":  func(int) work { return waitGroupAddDone(true) },
		"WaitGroupWait":         inParallel(func() func(*share) int64 { return waitGroupWait(false) }),
		"WaitGroupWaitWork":     inParallel(func() func(*share) int64 { return waitGroupWait(true) }),
		"WaitGroupActuallyWait": inParallel(waitGroupForOne),
		"Once":                  func(int) work { return onceShared() },
		"OnceFunc":              func(int) work { return simple(onceFunc) },
		"OnceValue":             func(int) work { return simple(onceValue) },
		"Pool":                  inParallel(poolPairs),
		"PoolOverflow":          poolBatches,
		"PoolStarvation":        poolBatches,
		"PoolExpensiveNew":      func(int) work { return newPoolOfDear() },
	}
	for _, waiters := range []int{1, 2, 4, 8, 16, 32} {
		suite["Cond"+strconv.Itoa(waiters)] = condRounds
	}
	register(suite)
}

const localSteps = 100

// localWork computes for some hundred cycles what no compiler can do without or in fewer steps.
func localWork(x uint64) uint64 {
	for range localSteps {
		x ^= x << 7
		x ^= x >> 9
	}
	return x
}

// consumed keeps results alive.
var consumed atomic.Uint64

// ---- Mutex: an operation is a lock and unlock, and what is done between

// mutexAlone: each goroutine has a mutex of its own.
func mutexAlone() func(*share) int64 {
	return func(s *share) int64 {
		var mu struct {
			sync.Mutex
			count int64
			_     [128]byte // nobody else's data beside it
		}
		for s.next() {
			mu.Lock()
			mu.count++
			mu.Unlock()
		}
		return mu.count
	}
}

func mutexShared(perProc int, local bool) work {
	p := newParallel(perProc)
	return simple(func(ops int64) {
		var mu sync.Mutex
		var sections int64
		p.run(ops, func(s *share) int64 {
			x := uint64(perProc)
			var mine int64
			for s.next() {
				mu.Lock()
				sections++
				mu.Unlock()
				mine++
				if local {
					x = localWork(x)
				}
			}
			consumed.Add(x)
			return mine
		})
		check("locked sections", ops, sections)
	})
}

// mutexNoSpin: more goroutines than Ps, which do something else three times of four. Who waits does best to let others run.
func mutexNoSpin() work {
	p := newParallel(4)
	return simple(func(ops int64) {
		var mu sync.Mutex
		var sections, own int64
		p.run(ops, func(s *share) int64 {
			c := make(chan bool)
			var data [4 << 10]uint64
			var locked, mine int64
			for s.next() {
				if mine++; mine%4 == 0 {
					mu.Lock()
					sections++
					mu.Unlock()
					locked++
				} else {
					for i := 0; i < len(data); i += 4 {
						data[i]++
					}
					go func() { c <- true }() // and so gives way to others
					<-c
				}
			}
			atomic.AddInt64(&own, locked)
			return locked + int64(data[0])
		})
		check("locked sections", own, sections)
	})
}

// mutexSpin: a goroutine for each P, with data of its own in the CPU's cache. Who waits does best to spin.
func mutexSpin() work {
	p := newParallel(1)
	return simple(func(ops int64) {
		var mu sync.Mutex
		var sections int64
		p.run(ops, func(s *share) int64 {
			var data [16 << 10]uint64
			for s.next() {
				mu.Lock()
				sections++
				mu.Unlock()
				for i := 0; i < len(data); i += 4 {
					data[i]++
				}
			}
			return int64(data[0])
		})
		check("locked sections", ops, sections)
	})
}

// ---- RWMutex

// rwMutexAlone: each goroutine has a lock of its own. An operation is two read locks, one in the other, and a write lock.
func rwMutexAlone() func(*share) int64 {
	return func(s *share) int64 {
		var mu struct {
			sync.RWMutex
			count int64
			_     [128]byte
		}
		for s.next() {
			mu.RLock()
			mu.RLock()
			mu.RUnlock()
			mu.RUnlock()
			mu.Lock()
			mu.count++
			mu.Unlock()
		}
		return mu.count
	}
}

// rwMutexShared: an operation is one lock; one in so many is for writing.
func rwMutexShared(writeEvery int64, local bool) work {
	p := newParallel(1)
	return simple(func(ops int64) {
		var mu sync.RWMutex
		var a, b int64 // equal, to those who hold the lock
		var wrote atomic.Int64
		p.run(ops, func(s *share) int64 {
			x := uint64(writeEvery)
			var turn, right, writes int64
			for s.next() {
				if turn++; turn%writeEvery == 0 {
					mu.Lock()
					a++
					b++
					mu.Unlock()
					writes++
				} else {
					mu.RLock()
					if a == b {
						right++
					}
					if local {
						x = localWork(x)
					}
					mu.RUnlock()
				}
			}
			consumed.Add(x)
			wrote.Add(writes)
			return right + writes
		})
		check("writes", wrote.Load(), a)
	})
}

// ---- WaitGroup

// waitGroupAlone: an operation counts one up and down and waits, which it need not.
func waitGroupAlone() func(*share) int64 {
	return func(s *share) int64 {
		var wg struct {
			sync.WaitGroup
			count int64
			_     [128]byte
		}
		for s.next() {
			wg.Add(1)
			wg.count++
			wg.Done()
			wg.Wait()
		}
		return wg.count
	}
}

// waitGroupAddDone: an operation counts one up and down, in a group that all share.
func waitGroupAddDone(local bool) work {
	p := newParallel(1)
	return simple(func(ops int64) {
		var wg sync.WaitGroup
		p.run(ops, func(s *share) int64 {
			x := uint64(1)
			var mine int64
			for s.next() {
				wg.Add(1)
				if local {
					x = localWork(x)
				}
				mine++
				wg.Done()
			}
			consumed.Add(x)
			return mine
		})
		wg.Wait() // for ever, if the counts did not add up
	})
}

// waitGroupWait: an operation is a wait that need not.
func waitGroupWait(local bool) func(*share) int64 {
	var wg sync.WaitGroup
	return func(s *share) int64 {
		x := uint64(1)
		var mine int64
		for s.next() {
			wg.Wait()
			if local {
				x = localWork(x)
			}
			mine++
		}
		consumed.Add(x)
		return mine
	}
}

// waitGroupForOne: an operation is a goroutine that is started and waited for.
func waitGroupForOne() func(*share) int64 {
	return func(s *share) int64 {
		var ran int64
		for s.next() {
			var wg sync.WaitGroup
			wg.Add(1)
			go func() {
				ran++
				wg.Done()
			}()
			wg.Wait()
		}
		return ran
	}
}

// ---- Cond

// condRounds: all but the last that comes wait, and the last one wakes them. An operation is a turn of each.
func condRounds(waiters int) work {
	return simple(func(ops int64) {
		c := sync.NewCond(&sync.Mutex{})
		done := make(chan int64)
		var arrived, turns, rounds int64
		over := false
		for range waiters + 1 {
			go func() {
				var mine int64
				for mine < ops {
					c.L.Lock()
					if over {
						c.L.Unlock()
						break
					}
					mine++
					turns++
					arrived++
					if arrived == int64(waiters)+1 {
						arrived = 0
						rounds++
						c.Broadcast()
					} else {
						c.Wait()
					}
					c.L.Unlock()
				}
				c.L.Lock()
				over = true
				c.Broadcast()
				c.L.Unlock()
				done <- mine
			}()
		}
		var most, sum int64
		for range waiters + 1 {
			mine := <-done
			most = max(most, mine)
			sum += mine
		}
		check("turns of the first one to end", ops, most)
		check("turns of all", sum, turns)
		check("turns in whole rounds", turns-arrived, rounds*int64(waiters+1))
	})
}

// ---- Once

// onceShared: an operation is a call of what was done long ago.
func onceShared() work {
	p := newParallel(1)
	return simple(func(ops int64) {
		var once sync.Once
		var calls int64
		f := func() { calls++ }
		p.run(ops, func(s *share) int64 {
			var mine int64
			for s.next() {
				once.Do(f)
				mine++
			}
			return mine
		})
		check("calls of the function", 1, calls)
	})
}

func onceFunc(ops int64) {
	var calls int64
	f := sync.OnceFunc(func() { calls++ })
	for range ops {
		f()
	}
	check("calls of the function", 1, calls)
}

func onceValue(ops int64) {
	f := sync.OnceValue(func() int64 { return 42 })
	var sum int64
	for range ops {
		sum += f()
	}
	check("sum of the values", 42*ops, sum)
}

// ---- Pool

// item is what is kept in pools.
type item struct{ uses int64 }

func newItem() any { return new(item) }

// poolPairs: an operation is a put and a get.
func poolPairs() func(*share) int64 {
	p := sync.Pool{New: newItem}
	return func(s *share) int64 {
		thing := new(item)
		var mine int64
		for s.next() {
			p.Put(thing)
			thing = p.Get().(*item)
			thing.uses++
			mine++
		}
		consumed.Add(uint64(thing.uses))
		return mine
	}
}

// poolBatches: an operation is so many puts of one object, and then 100 gets; what the pool has not got is made.
func poolBatches(puts int) work {
	const gets = 100
	p := newParallel(1)
	return simple(func(ops int64) {
		pool := sync.Pool{New: newItem}
		thing := new(item)
		p.run(ops, func(s *share) int64 {
			var got int64
			for s.next() {
				for range puts {
					pool.Put(thing)
				}
				for range gets {
					if pool.Get().(*item) != nil {
						got++
					}
				}
			}
			return got / gets
		})
	})
}

// poolOfDear: what is kept takes a millisecond to make. An operation takes 100 of them out, makes some garbage beside each,
// and puts them back.
type poolOfDear struct {
	pool    sync.Pool
	sharing *parallel
	ballast []byte // so that there are fewer collections
}

func newPoolOfDear() work {
	dear := func() any {
		time.Sleep(time.Millisecond)
		return new(item)
	}
	return &poolOfDear{pool: sync.Pool{New: dear}, sharing: newParallel(1), ballast: make([]byte, 8<<20)}
}

func (p *poolOfDear) granularity() int64 { return 1 }

func (p *poolOfDear) run(ops int64) {
	p.sharing.run(ops, func(s *share) int64 {
		var items [100]*item
		var used int64
		for s.next() {
			for i := range items {
				items[i] = p.pool.Get().(*item)
				garbage := make([]byte, 32<<10)
				garbage[used&1023] = 1
				items[i].uses++
				used += int64(len(garbage) >> 15)
				consumed.Store(uint64(garbage[0]))
			}
			for i, it := range items {
				p.pool.Put(it)
				items[i] = nil
			}
		}
		return used / int64(len(items))
	})
}

func (p *poolOfDear) finish() { runtime.KeepAlive(p.ballast) }
