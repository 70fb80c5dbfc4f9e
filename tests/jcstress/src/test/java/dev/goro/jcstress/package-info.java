/**
 * jcstress: small tests of two threads, run millions of times, whose outcomes are compared with
 * those that the memory model allows. Each stands in the package of what it tests, since most of
 * that is not public.
 */
package dev.goro.jcstress;
