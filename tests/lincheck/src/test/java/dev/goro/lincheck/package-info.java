/**
 * How hard Lincheck looks. The tests themselves stand in the packages of the classes that they hold
 * to account, since those are not public.
 *
 * <p>A test class is what Lincheck drives: its {@code @Operation} methods are called by several
 * threads. Beside it stands the sequential specification, a class with the same methods that only
 * ever one thread calls. Lincheck makes up scenarios, runs each through many interleavings, and
 * looks for an order of the calls, one after the other, in which the specification gives the same
 * results. In model checking, which is what is used here, it decides itself which thread runs at
 * each access of shared memory; so it finds a deadlock too, and prints the interleaving that fails.
 * It assumes sequential consistency: what weaker memory may do is what the jcstress tests are for.
 */
package dev.goro.lincheck;
