/**
 * Programs that tests run in a JVM of their own. They stand outside {@code dev.goro}, whose classes
 * are never woven.
 */
package programs;
