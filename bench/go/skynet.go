package main

// skynet: a tree of goroutines, ten children to a node, sums the numbers of its leaves upwards over unbuffered channels.
// An operation is one leaf.
type skynet struct{ leaves int64 }

const children = 10

func newSkynet(size int) work { return skynet{int64(size)} }

func (s skynet) granularity() int64 { return s.leaves }

func (s skynet) run(ops int64) {
	for done := int64(0); done < ops; done += s.leaves {
		result := make(chan int64)
		go node(result, 0, s.leaves)
		check("sum of the leaves", s.leaves*(s.leaves-1)/2, <-result)
	}
}

func node(parent chan<- int64, first, leaves int64) {
	if leaves == 1 {
		parent <- first
		return
	}
	results := make(chan int64)
	share := leaves / children
	for i := int64(0); i < children; i++ {
		go node(results, first+i*share, share)
	}
	var sum int64
	for i := 0; i < children; i++ {
		sum += <-results
	}
	parent <- sum
}

func (s skynet) finish() {}
