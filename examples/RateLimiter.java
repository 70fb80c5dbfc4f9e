// An API behind a rate limiter: each client has a bucket of tokens, and each request takes one.
//
//   goro run examples/RateLimiter.java
//
// Who uses it for nothing gets 5 requests at once and one a minute, and is sent away with 429 if
// there are more. Who pays gets 100 a second, and requests wait for their turn.

import static dev.goro.Go.*;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import module dev.goro.core;
import module java.net.http;
import module jdk.httpserver;

final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
final Map<String, Limiter> free = new ConcurrentHashMap<>();
final Map<String, Limiter> paying = new ConcurrentHashMap<>();

void main() throws Exception {
  URI api = serve();
  report("ann, free", ask(api.resolve("/free/ann"), 8));
  report("bob, free", ask(api.resolve("/free/bob"), 3));
  report("cid, paying", ask(api.resolve("/paying/cid"), 30));
}

// ---- the API

URI serve() throws IOException {
  var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 200);
  server.setExecutor(executor()); // each request is a goroutine
  server.createContext(
      "/free/",
      exchange -> {
        Limiter bucket = bucket(free, exchange, Limiter.every(ofMinutes(1)), 5);
        answer(exchange, bucket.allow());
      });
  server.createContext(
      "/paying/",
      exchange -> {
        Limiter bucket = bucket(paying, exchange, 100, 5);
        answer(exchange, bucket.tryAwait(ofSeconds(10)));
      });
  server.start();
  return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
}

Limiter bucket(Map<String, Limiter> buckets, HttpExchange exchange, double limit, int burst) {
  String client = exchange.getRequestURI().getPath();
  return buckets.computeIfAbsent(client, _ -> new Limiter(limit, burst));
}

void answer(HttpExchange exchange, boolean allowed) throws IOException {
  try (exchange) {
    if (allowed) {
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.getResponseHeaders().set("Retry-After", "60");
      exchange.sendResponseHeaders(429, -1);
    }
  }
}

// ---- its clients

/** Asks so often, all at once, and counts the answers by their status. */
Map<Integer, Integer> ask(URI uri, int times) throws Exception {
  var statuses = new ConcurrentSkipListMap<Integer, Integer>();
  var asking = new ErrGroup();
  for (int i = 0; i < times; i++) {
    asking.go(
        () -> {
          var request = HttpRequest.newBuilder(uri).build();
          var response = client.send(request, HttpResponse.BodyHandlers.discarding());
          statuses.merge(response.statusCode(), 1, Integer::sum);
        });
  }
  asking.await();
  return statuses;
}

void report(String who, Map<Integer, Integer> statuses) {
  statuses.forEach((status, times) -> IO.println(who + ": " + times + " x " + status));
}
