/**
 * The techniques of concurrency that the lab compares, behind one small interface: {@link
 * dev.goro.lab.technique.Tasks} starts tasks, waits for them, sleeps and passes values on. What is
 * written against it is plain blocking code, and runs under each {@link
 * dev.goro.lab.technique.Technique}.
 */
package dev.goro.lab.technique;
