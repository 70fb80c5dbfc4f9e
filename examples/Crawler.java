// A crawler that is polite: each site is asked for a page once in 20 ms and no more often, however
// many links are known, and no more than four pages are on their way at once.
//
//   goro run examples/Crawler.java
//
// The two sites that it crawls are its own. They stand on loopback.

import static dev.goro.Go.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;

import dev.goro.sync.Semaphore;

import module dev.goro.core;
import module jdk.httpserver;

final Duration INTERVAL = ofMillis(20);
final Pattern LINK = Pattern.compile("<a href=([^>]+)>");

final Semaphore slots = new Semaphore(4);
final Map<String, Limiter> turns = new ConcurrentHashMap<>();
final Set<URI> seen = ConcurrentHashMap.newKeySet();
final Map<String, Integer> found = new ConcurrentSkipListMap<>();

void main() throws Exception {
  URI north = site("north", 31, "/lost");
  URI south = site("south", 15, north + "/0");

  long start = System.nanoTime();
  var crawl = ErrGroup.withContext(Context.background());
  visit(crawl, south.resolve("/0"));
  crawl.await(); // for the pages that link to pages that link to pages
  Duration took = Duration.ofNanos(System.nanoTime() - start);

  found.forEach((title, pages) -> IO.println(title + ": " + pages));
  IO.println(mostAtOnce.get() <= 4 ? "no more than four at once" : "too many: " + mostAtOnce);
  Duration least = INTERVAL.multipliedBy(found.get("north") - 1);
  IO.println(took.compareTo(least) >= 0 ? "polite" : "rude: took only " + took);
}

// ---- the crawler

/** Starts a goroutine for a page, unless there was one. */
void visit(ErrGroup crawl, URI page) {
  if (seen.add(page)) {
    crawl.go(
        () -> {
          turns
              .computeIfAbsent(page.getAuthority(), _ -> new Limiter(Limiter.every(INTERVAL), 1))
              .await(crawl.context());
          // Only now, so that who waits for a site's turn is in nobody's way.
          slots.acquire(crawl.context(), 1);
          String html;
          try {
            html = get(page);
          } finally {
            slots.release(1);
          }
          found.merge(html.lines().findFirst().orElse("no title"), 1, Integer::sum);
          LINK.matcher(html).results().forEach(link -> visit(crawl, page.resolve(link.group(1))));
        });
  }
}

String get(URI page) throws IOException {
  var connection = (HttpURLConnection) page.toURL().openConnection();
  if (connection.getResponseCode() == 404) {
    return "dead links";
  }
  try (var in = connection.getInputStream()) {
    return new String(in.readAllBytes(), UTF_8);
  }
}

// ---- the sites

final AtomicInteger atOnce = new AtomicInteger();
final AtomicInteger mostAtOnce = new AtomicInteger();

/** A site of so many pages, each of which links to two others and to the one that is given. */
URI site(String title, int pages, String other) throws IOException {
  var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
  server.setExecutor(executor());
  server.createContext(
      "/",
      exchange -> {
        try (exchange) {
          mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          sleep(ofMillis(30)); // as if it were far away
          String path = exchange.getRequestURI().getPath().substring(1);
          int page = path.matches("\\d+") ? Integer.parseInt(path) : pages;
          var html = new StringBuilder(title).append("\n<a href=").append(other).append(">");
          for (int child = 2 * page + 1; child <= Math.min(2 * page + 2, pages - 1); child++) {
            html.append("<a href=/").append(child).append(">");
          }
          byte[] body = html.toString().getBytes(UTF_8);
          atOnce.decrementAndGet();
          exchange.sendResponseHeaders(page < pages ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
        }
      });
  server.start();
  return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
}
