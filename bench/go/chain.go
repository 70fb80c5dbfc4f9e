package main

// chain: goroutines in a row, each adds one to what comes from its left and hands it to its right. One value is under way
// at a time. An operation is one hop.
type chain struct {
	length int
	left   chan int64
	right  chan int64
}

func newChain(size int) work {
	c := &chain{length: size, left: make(chan int64)}
	in := c.left
	for i := 0; i < size; i++ {
		out := make(chan int64)
		go func(in, out chan int64) {
			for v := range in {
				out <- v + 1
			}
			close(out)
		}(in, out)
		in = out
	}
	c.right = in
	return c
}

func (c *chain) granularity() int64 { return int64(c.length) }

func (c *chain) run(ops int64) {
	var hops int64
	for hops < ops {
		c.left <- hops
		hops = <-c.right
	}
	check("hops", ops, hops)
}

func (c *chain) finish() {
	close(c.left)
	if _, ok := <-c.right; ok {
		fail("chain: a value came out that nobody sent")
	}
}
