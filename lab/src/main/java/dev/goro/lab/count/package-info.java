/**
 * The part {@code count}: how many can live. {@link dev.goro.lab.count.Bounds} says what the system
 * allows, {@link dev.goro.lab.count.Alive} makes them, {@link dev.goro.lab.count.CountPart} tells
 * it.
 */
package dev.goro.lab.count;
