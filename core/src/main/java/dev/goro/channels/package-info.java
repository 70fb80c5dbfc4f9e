/** What programs build of channels again and again: pipelines and topics. */
package dev.goro.channels;
