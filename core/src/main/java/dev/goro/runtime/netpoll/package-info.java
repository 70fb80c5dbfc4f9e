/** The netpoller: how goroutines that wait for sockets are woken. */
@NullMarked
package dev.goro.runtime.netpoll;

import org.jspecify.annotations.NullMarked;
