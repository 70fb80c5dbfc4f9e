package main

// handOver: two goroutines hand the turn to and fro. Go has no public park and unpark; a channel with room for one token
// is its idiom for a binary semaphore. An operation is one hand-over: wake the other, wait for one's own turn.
type handOver struct{}

func newHandOver(int) work { return handOver{} }

func (handOver) granularity() int64 { return 2 }

func (handOver) run(ops int64) {
	mine := make(chan struct{}, 1)
	theirs := make(chan struct{}, 1)
	turns := make(chan int64, 1)
	each := ops / 2
	go func() {
		var n int64
		for n < each {
			<-theirs
			n++
			mine <- struct{}{}
		}
		turns <- n
	}()
	var n int64
	for n < each {
		theirs <- struct{}{}
		<-mine
		n++
	}
	check("turns", ops, n+<-turns)
}

func (handOver) finish() {}
