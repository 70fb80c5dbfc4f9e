//go:build !linux

package main

import "time"

// load stands on epoll, which only Linux has.
type load struct {
	latencies histogram
}

func open(exchange, string, int) *load {
	fail("the client of the network benchmark needs Linux: it stands on epoll")
	return nil
}

func (*load) run(time.Duration, bool, func()) time.Duration { return 0 }

func (*load) close() {}

func (*load) starved() int { return 0 }
