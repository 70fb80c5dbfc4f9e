package main

import (
	"math"
	"testing"
)

func TestEachValueIsNearTheMiddleOfItsBucket(t *testing.T) {
	last := -1
	for _, v := range []uint64{0, 1, 127, 128, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 1e9, math.MaxInt64} {
		b := bucket(v)
		if b < last {
			t.Errorf("%d is in bucket %d, before a smaller value's", v, b)
		}
		last = b
		if m := middle(b); math.Abs(m-float64(v)) > float64(v)/(2*perPower)+0.5 {
			t.Errorf("%d is in bucket %d, whose middle is %f", v, b, m)
		}
	}
}

func TestQuantiles(t *testing.T) {
	h := &histogram{}
	for v := int64(1); v <= 100; v++ {
		h.record(v)
	}
	for q, expected := range map[float64]float64{0.5: 50, 0.99: 99, 1: 100} {
		if got := h.quantile(q); got != expected {
			t.Errorf("quantile %f is %f", q, got)
		}
	}
}
