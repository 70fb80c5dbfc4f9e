package main

import "sync"

// spawn: goroutines are started in batches, and each batch is waited for. An operation is one goroutine.
type spawn struct{ batch int }

func newSpawn(size int) work { return spawn{size} }

func (s spawn) granularity() int64 { return int64(s.batch) }

func (s spawn) run(ops int64) {
	results := make([]int64, s.batch)
	var sum int64
	for done := int64(0); done < ops; done += int64(s.batch) {
		var wg sync.WaitGroup
		for i := 0; i < s.batch; i++ {
			wg.Add(1)
			go func(i int) {
				defer wg.Done()
				results[i] = done + int64(i)
			}(i)
		}
		wg.Wait()
		for _, r := range results {
			sum += r
		}
	}
	check("sum of what the goroutines left", ops*(ops-1)/2, sum)
}

func (s spawn) finish() {}

// spawnJoin: goroutines are started one at a time, and each is waited for. An operation is one goroutine.
type spawnJoin struct{ ended int64 }

func newSpawnJoin(int) work { return &spawnJoin{} }

func (s *spawnJoin) granularity() int64 { return 1 }

func (s *spawnJoin) run(ops int64) {
	s.ended = 0
	var wg sync.WaitGroup
	for i := int64(0); i < ops; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.ended++
		}()
		wg.Wait()
	}
	check("goroutines that ended", ops, s.ended)
}

func (s *spawnJoin) finish() {}
