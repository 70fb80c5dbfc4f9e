package dev.goro.lab.report;

/**
 * An axis.
 *
 * @param name what is along it
 * @param unit the values' unit
 * @param log whether it is logarithmic
 */
public record Axis(String name, Unit unit, boolean log) {}
