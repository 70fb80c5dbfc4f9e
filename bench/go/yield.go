package main

import (
	"runtime"
	"sync"
)

// yield: some goroutines do nothing but give way to one another. An operation is one runtime.Gosched.
type yield struct{ goroutines int }

func newYield(size int) work { return yield{size} }

func (y yield) granularity() int64 { return int64(y.goroutines) }

func (y yield) run(ops int64) {
	each := ops / int64(y.goroutines)
	counts := make([]int64, y.goroutines)
	var wg sync.WaitGroup
	for i := 0; i < y.goroutines; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			var n int64
			for n < each {
				runtime.Gosched()
				n++
			}
			counts[i] = n
		}(i)
	}
	wg.Wait()
	var sum int64
	for _, n := range counts {
		sum += n
	}
	check("yields", ops, sum)
}

func (y yield) finish() {}
