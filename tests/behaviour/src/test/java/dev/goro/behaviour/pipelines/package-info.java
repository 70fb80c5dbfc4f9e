/** {@code dev.goro.channels}: stages, topics, and that they leave no goroutine behind. */
package dev.goro.behaviour.pipelines;
