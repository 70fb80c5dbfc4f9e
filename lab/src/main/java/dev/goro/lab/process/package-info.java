/**
 * Processes that measure. A {@link dev.goro.lab.process.Child} starts one with the flags that suit
 * what runs in it, gives it a time limit, and reads its answer; in a JVM {@link
 * dev.goro.lab.process.ChildMain} runs an {@link dev.goro.lab.process.Experiment} and gives that
 * answer. No child outlives the lab: whoever ends the lab ends its child.
 */
package dev.goro.lab.process;
