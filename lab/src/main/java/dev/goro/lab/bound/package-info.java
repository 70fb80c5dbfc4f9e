/**
 * The part {@code bound}: work that computes and work that waits, under each technique. {@link
 * dev.goro.lab.bound.BoundPart} asks {@link dev.goro.lab.bound.Computing} and {@link
 * dev.goro.lab.bound.Waiting}; {@link dev.goro.lab.bound.Cpus} tells what CPUs there are, and
 * {@link dev.goro.lab.bound.Quota} what a cgroup leaves of them.
 */
package dev.goro.lab.bound;
