/** Waiting for goroutines and guarding what they share: Go's {@code sync}. */
package dev.goro.sync;
