package main

import (
	"math"
	"math/bits"
)

// A bucket is at most 1/128 of its values wide: a power of two holds 128 buckets, and values below 256 have their own.
const (
	perPower   = 128
	firstPower = 8
)

// histogram counts nanoseconds.
type histogram struct {
	counts [2*perPower + (64-firstPower)*perPower]int64
	count  int64
	max    int64
}

func (h *histogram) record(nanos int64) {
	h.counts[bucket(uint64(nanos))]++
	h.count++
	h.max = max(h.max, nanos)
}

func bucket(v uint64) int {
	if v < 2*perPower {
		return int(v)
	}
	shift := bits.Len64(v) - firstPower
	return shift*perPower + int(v>>shift)
}

// middle is the value in the middle of a bucket.
func middle(bucket int) float64 {
	if bucket < 2*perPower {
		return float64(bucket)
	}
	shift := bucket/perPower - 1
	low := uint64(bucket-shift*perPower) << shift
	return float64(low) + float64(uint64(1)<<shift-1)/2
}

// quantile is the value that the share q of all values does not exceed, as exactly as the buckets tell.
func (h *histogram) quantile(q float64) float64 {
	rank := int64(math.Ceil(q * float64(h.count)))
	var seen int64
	for i, n := range h.counts {
		seen += n
		if n > 0 && seen >= rank {
			return min(middle(i), float64(h.max))
		}
	}
	return 0
}
