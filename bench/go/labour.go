package main

// Arithmetic that stands for what a goroutine does between two channel operations. It works on a zero that no compiler
// knows to be one, so that it can neither be left out nor done beforehand, and gives zero again.

// labourStart is what to work on. Nobody changes it.
var labourStart int64

func divide(foo int64, times int) int64 {
	for i := 0; i < times; i++ {
		foo /= foo + 1
	}
	return foo
}

func halve(foo int64, times int) int64 {
	for i := 0; i < times; i++ {
		foo *= 2
		foo /= 2
	}
	return foo
}
