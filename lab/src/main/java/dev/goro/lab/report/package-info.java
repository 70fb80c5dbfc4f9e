/**
 * What the lab found, as data, and how it is shown.
 *
 * <p>A {@link dev.goro.lab.report.Report} has a {@link dev.goro.lab.report.Section} for each part;
 * a section has paragraphs, tables, charts and verdicts. Three classes show it: {@link
 * dev.goro.lab.report.TextReport}, {@link dev.goro.lab.report.JsonReport} and {@link
 * dev.goro.lab.report.HtmlReport}. A measured value is a {@link dev.goro.lab.report.Figure}, one
 * from a book is a {@link dev.goro.lab.report.Textbook}: no code takes the one for the other.
 */
package dev.goro.lab.report;
