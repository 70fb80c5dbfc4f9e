/** Weaves libraries and programs made by several compilers, and runs them. */
package dev.goro.weaving;
