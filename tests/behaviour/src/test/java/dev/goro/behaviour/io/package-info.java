/** Plain blocking I/O: sockets, files, processes and names, of goroutines that share one P. */
package dev.goro.behaviour.io;
