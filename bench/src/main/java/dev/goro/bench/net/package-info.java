/**
 * The Java servers of {@code goro bench net}. {@link dev.goro.bench.net.BlockingServer} is plain
 * blocking code with a goroutine or a virtual thread for each connection; {@link
 * dev.goro.bench.net.GoroServer} and {@link dev.goro.bench.net.JdkServer} run it on the one and on
 * the other scheduler. {@link dev.goro.bench.net.NioServer} is the same by an event loop. The Go
 * servers and the client, which is the same for all, stand in {@code bench/go}.
 */
package dev.goro.bench.net;
