package dev.goro.bridges.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.goro.Go;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** The JDK's {@code HttpServer}. */
class HttpServerTest {
  @Test
  void itsRequestsAreGoroutines() throws Exception {
    var desk = new Desk();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (var executor = Go.executor()) {
      server.setExecutor(executor);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              byte[] body = desk.serve().getBytes(UTF_8);
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body);
            }
          });
      server.start();
      desk.assertServedByGoroutines("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      server.stop(0);
    }
  }
}
