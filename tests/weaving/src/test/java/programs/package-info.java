/**
 * Small programs that use large libraries. They are not in a package of Goro's, whose classes are
 * never woven.
 */
package programs;
