/**
 * Small real programs, each written once as plain blocking code against {@link
 * dev.goro.lab.technique.Tasks}, so that it runs under each technique. Each checks its own result.
 * Those that serve have their clients in {@link dev.goro.lab.work.Reactor}, one OS thread beside
 * the technique, whose CPU time is not counted.
 */
package dev.goro.lab.work;
