/**
 * What experiments measure with: samples of time after a warm-up ({@link
 * dev.goro.lab.measure.Sampler}), and what a process uses ({@link dev.goro.lab.measure.Usage}).
 */
package dev.goro.lab.measure;
