/**
 * Computations that tell what preemption polls cost. They are not in a package of Goro's, whose
 * classes are never woven.
 */
package kernels;
