package dev.goro.bench;

import dev.goro.bench.net.GoroServer;
import dev.goro.bench.net.JdkServer;
import dev.goro.bench.net.NioServer;
import java.util.ArrayList;
import java.util.List;

/** Whose servers are measured. */
enum NetContender {
  /** Plain blocking sockets on Goro, a goroutine for each connection. */
  GORO("goro"),

  /** The same by hand in Go. */
  GO("go"),

  /** Goro's source with the JDK's scheduler. */
  JDK("jdk"),

  /** An event loop: one thread with a selector, whatever the number of procs. */
  NIO("nio"),

  /** The HTTP server of Go's library. */
  NET_HTTP("net/http");

  private final String id;

  NetContender(String id) {
    this.id = id;
  }

  /** The name in tables and in JSON. */
  String id() {
    return id;
  }

  boolean has(NetWorkload workload) {
    return this != NET_HTTP || workload == NetWorkload.HTTP;
  }

  /** The number of procs that its server must report. */
  int procs(int asked) {
    return this == NIO ? 1 : asked;
  }

  /**
   * The command that starts its server.
   *
   * @param java how JVMs are started
   * @param goServer the Go servers' executable
   * @param workload what the server does
   * @param procs how many goroutines or threads may run at once
   */
  List<String> command(JavaCommand java, String goServer, NetWorkload workload, int procs) {
    var command =
        new ArrayList<>(
            switch (this) {
              case GORO -> java.goro(GoroServer.class);
              case JDK -> java.jdk(JdkServer.class, procs);
              case NIO -> java.plain(NioServer.class);
              case GO, NET_HTTP -> List.of(goServer);
            });
    command.add(this == NET_HTTP ? id : workload.id());
    return command;
  }
}
