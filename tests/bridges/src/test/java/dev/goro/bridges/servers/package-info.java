/** Servers that know nothing of Goro run their requests on goroutines. */
package dev.goro.bridges.servers;
