package main

// oneToOne: one goroutine sends, one receives, over a channel of the given capacity. An operation is one value.
type oneToOne struct{ capacity int }

func newOneToOne(size int) work { return oneToOne{size} }

func (o oneToOne) granularity() int64 { return 1 }

func (o oneToOne) run(ops int64) {
	ch := make(chan int64, o.capacity)
	go func() {
		for i := int64(0); i < ops; i++ {
			ch <- i
		}
	}()
	var sum int64
	for i := int64(0); i < ops; i++ {
		sum += <-ch
	}
	check("sum of what was received", ops*(ops-1)/2, sum)
}

func (o oneToOne) finish() {}

// pingPong: one goroutine sends a value and waits for the answer of another. An operation is one round trip.
type pingPong struct{}

func newPingPong(int) work { return pingPong{} }

func (pingPong) granularity() int64 { return 1 }

func (pingPong) run(ops int64) {
	ping := make(chan int64)
	pong := make(chan int64)
	go func() {
		for v := range ping {
			pong <- v + 1
		}
		close(pong)
	}()
	var sum int64
	for i := int64(0); i < ops; i++ {
		ping <- i
		sum += <-pong
	}
	close(ping)
	<-pong
	check("sum of the answers", ops*(ops+1)/2, sum)
}

func (pingPong) finish() {}

// selectFromTwo: two goroutines send, each over a channel of its own, and one receives from whichever is ready. An
// operation is one value.
type selectFromTwo struct{}

func newSelectFromTwo(int) work { return selectFromTwo{} }

func (selectFromTwo) granularity() int64 { return 2 }

func (selectFromTwo) run(ops int64) {
	numbers := func(first int64) chan int64 {
		ch := make(chan int64)
		go func() {
			for i := first; i < ops; i += 2 {
				ch <- i
			}
		}()
		return ch
	}
	even, odd := numbers(0), numbers(1)
	var sum int64
	for i := int64(0); i < ops; i++ {
		select {
		case v := <-even:
			sum += v
		case v := <-odd:
			sum += v
		}
	}
	check("sum of what was received", ops*(ops-1)/2, sum)
}

func (selectFromTwo) finish() {}
