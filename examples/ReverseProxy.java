// A reverse proxy: requests go to two backends in turn, and none takes longer than its deadline.
//
//   goro run examples/ReverseProxy.java

import static dev.goro.Go.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import module dev.goro.core;
import module java.net.http;
import module jdk.httpserver;

final Duration DEADLINE = ofSeconds(2);
final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
final AtomicInteger turn = new AtomicInteger();

record Answer(int status, String body) {}

void main() throws Exception {
  var backends = List.of(backend("backend 1"), backend("backend 2"));
  URI proxy = serve(path -> forward(backends, path));

  for (String path : List.of("/a", "/b", "/slow", "/c")) {
    Answer answer = get(proxy.resolve(path));
    IO.println("GET %s: %d %s".formatted(path, answer.status, answer.body));
  }

  var bodies = new ConcurrentHashMap<String, Integer>();
  var requests = new WaitGroup();
  for (int i = 0; i < 100; i++) {
    requests.go(() -> bodies.merge(get(proxy.resolve("/d")).body, 1, Integer::sum));
  }
  requests.await();
  IO.println("100 at once: " + new TreeMap<>(bodies));
}

// ---- the proxy

Answer forward(List<URI> backends, String path) {
  URI backend = backends.get(Math.floorMod(turn.getAndIncrement(), backends.size()));
  try (var ctx = Context.withTimeout(Context.background(), DEADLINE)) {
    return ctx.interrupts(() -> get(backend.resolve(path))); // which ends the call to the backend
  } catch (DeadlineExceeded e) {
    return new Answer(504, "the backend took too long");
  } catch (Exception e) {
    return new Answer(502, "the backend is out of order: " + e.getMessage());
  }
}

// ---- what stands behind it

URI backend(String name) throws IOException {
  return serve(
      path -> {
        if (path.equals("/slow")) {
          sleep(ofHours(1));
        }
        return new Answer(200, name);
      });
}

// ---- HTTP, both ways

/** A server on loopback; each request is a goroutine. */
URI serve(Function<String, Answer> page) throws IOException {
  var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 200);
  server.setExecutor(executor());
  server.createContext(
      "/",
      exchange -> {
        try (exchange) {
          Answer answer = page.apply(exchange.getRequestURI().getPath());
          byte[] body = answer.body.getBytes(UTF_8);
          exchange.sendResponseHeaders(answer.status, body.length);
          exchange.getResponseBody().write(body);
        }
      });
  server.start();
  return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
}

Answer get(URI uri) throws IOException, InterruptedException {
  var response = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  return new Answer(response.statusCode(), response.body());
}
