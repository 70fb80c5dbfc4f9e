package dev.goro.bridges.servers;

import dev.goro.Go;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.Test;

/** Jetty, whose place for virtual threads takes goroutines. */
class JettyTest {
  /** Fewer than there are requests at once: what waits at the desk takes none of them. */
  private static final int THREADS = 10;

  @Test
  void itsRequestsAreGoroutines() throws Exception {
    var desk = new Desk();
    try (var executor = Go.executor()) {
      var threads = new QueuedThreadPool(THREADS);
      threads.setVirtualThreadsExecutor(executor);
      var server = new Server(threads);
      var connector = new ServerConnector(server);
      connector.setHost("127.0.0.1");
      server.addConnector(connector);
      server.setHandler(
          new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
              Content.Sink.write(response, true, desk.serve(), callback);
              return true;
            }
          });
      server.start();
      try {
        desk.assertServedByGoroutines("http://127.0.0.1:" + connector.getLocalPort() + "/");
      } finally {
        server.stop();
      }
    }
  }
}
