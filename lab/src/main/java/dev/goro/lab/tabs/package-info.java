/**
 * The part {@code tabs}: three tabs of a browser as a timeline. {@link dev.goro.lab.tabs.Site} is
 * what they load from, {@link dev.goro.lab.tabs.Browser} opens them and notes who ran when, and
 * {@link dev.goro.lab.tabs.TabsPart} draws it.
 */
package dev.goro.lab.tabs;
