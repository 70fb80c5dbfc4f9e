/**
 * Goroutines behind the interfaces of the JDK: each law of their javadoc is a test. What servers
 * and libraries make of them is in the packages below.
 */
package dev.goro.bridges;
