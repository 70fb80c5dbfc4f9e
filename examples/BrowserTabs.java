// A browser opens three tabs at once: news, a video and a download. Each tab is a goroutine of
// plain blocking code. Its own steps stay in order, and the steps of the three interleave.
//
//   goro run examples/BrowserTabs.java                  fetches from a small server on loopback
//   goro run examples/BrowserTabs.java NEWS VIDEO FILE  fetches from three URLs
//
// A folder as the last argument says where the download is saved; without it, a new temporary one.

import static dev.goro.Go.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import module dev.goro.core;
import module java.net.http;
import module jdk.httpserver;

final HttpClient http =
    HttpClient.newBuilder()
        .connectTimeout(ofSeconds(10))
        .followRedirects(HttpClient.Redirect.NORMAL)
        .executor(task -> go(task::run)) // the client's own work runs on goroutines too
        .build();

void main(String[] args) throws Exception {
  if (args.length == 2 || args.length > 4) {
    quit(2, "BrowserTabs takes three URLs or none, then a folder for the download if you like.");
  }
  boolean demo = args.length < 2;
  Path folder = folder(demo ? List.of(args) : List.of(args).subList(3, args.length));
  List<URI> urls = demo ? startSite() : Stream.of(args).limit(3).map(this::url).toList();

  Chan<String> troubles = Chan.make(urls.size());
  var tabs = new WaitGroup();
  open(tabs, troubles, "news", urls.get(0), this::news);
  open(tabs, troubles, "video", urls.get(1), this::video);
  open(tabs, troubles, "download", urls.get(2), url -> download(url, folder));
  tabs.await();

  troubles.close();
  List<String> failed = troubles.stream().toList();
  if (!failed.isEmpty()) {
    quit(1, String.join("\n", failed));
  }
  IO.println("all three tabs are done");
}

/** What a tab does with its URL. */
interface Tab {
  void load(URI url) throws Exception;
}

/** Opens a tab: a goroutine that reports to {@code troubles} if it fails. */
void open(WaitGroup tabs, SendChan<String> troubles, String name, URI url, Tab tab) {
  tabs.go(
      () -> {
        try {
          tab.load(url);
        } catch (ConnectException e) {
          troubles.send("The " + name + " tab failed: no server answers at " + url + ".");
        } catch (IOException e) {
          troubles.send("The " + name + " tab failed: " + url + ": " + e.getMessage() + ".");
        }
      });
}

// ---- the three tabs

void news(URI url) throws Exception {
  say("news", "sends the request for " + url);
  InputStream answer = fetch(url).body();
  say("news", "waits for the HTML");
  String html = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
  Matcher title = Pattern.compile("(?is)<title[^>]*>\\s*(.*?)\\s*</title>").matcher(html);
  String heading = title.find() ? title.group(1) : "a page without a title";
  say("news", "displays \"%s\", %,d characters".formatted(heading, html.length()));
}

void video(URI url) throws Exception {
  say("video", "connects to " + url.getAuthority());
  int ahead = 4;
  Chan<byte[]> buffer = Chan.make(ahead);
  var player = new WaitGroup();
  try (InputStream film = fetch(url).body()) {
    byte[] part = film.readNBytes(16_384);
    for (int n = 1; n <= ahead && part.length > 0; n++, part = film.readNBytes(16_384)) {
      buffer.send(part);
      say("video", "buffers part %d of %d".formatted(n, ahead));
    }
    player.go(() -> play(buffer));
    for (; part.length > 0; part = film.readNBytes(16_384)) {
      buffer.send(part); // waits while the player is that many parts behind
    }
  } finally {
    buffer.close();
  }
  player.await();
  say("video", "has played to the end");
}

void play(RecvChan<byte[]> buffer) {
  int played = 0;
  try (var beat = new Ticker(ofMillis(30))) {
    for (byte[] part : buffer) {
      beat.channel().recv();
      if (++played % 4 == 0) {
        say("video", "plays part %d, %,d bytes".formatted(played, part.length));
      }
    }
  }
}

void download(URI url, Path folder) throws Exception {
  say("download", "starts");
  HttpResponse<InputStream> answer = fetch(url);
  long size = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
  String name = url.getPath().replaceAll(".*/", "");
  Path file = folder.resolve(name.matches("\\w[\\w.-]*") ? name : "download");
  if (Files.exists(file)) {
    throw new IOException(file + " exists already; name another folder");
  }

  Path part = Files.createTempFile(folder, "unfinished", ".part");
  Chan<Long> progress = Chan.make();
  var monitor = new WaitGroup();
  monitor.go(() -> monitor(progress, size));
  try {
    try (InputStream in = answer.body();
        OutputStream out = Files.newOutputStream(part)) {
      byte[] chunk = new byte[16_384];
      long arrived = 0;
      for (int n; (n = in.read(chunk)) > 0; ) {
        out.write(chunk, 0, n);
        progress.send(arrived += n);
      }
    } finally {
      progress.close();
      monitor.await();
    }
    String verdict = check(part, size, answer.headers().firstValue("Repr-Digest"));
    Files.move(part, file);
    say("download", "saves %s, %,d bytes, %s".formatted(file, Files.size(file), verdict));
  } finally {
    Files.deleteIfExists(part);
  }
}

/** Draws the progress bar: a line for each tenth, or for each MiB if the size is not known. */
void monitor(RecvChan<Long> progress, long size) {
  long drawn = 0;
  for (long arrived : progress) {
    long tenths = size > 0 ? arrived * 10 / size : arrived >> 20;
    if (tenths > drawn) {
      String bar = "#".repeat((int) tenths * 2) + "-".repeat(20 - (int) tenths * 2);
      say("download", size > 0 ? "[%s] %3d %%".formatted(bar, tenths * 10) : tenths + " MiB");
      drawn = tenths;
    }
  }
}

/** Reads the file back from the disk and compares it with what the server said of it. */
String check(Path file, long size, Optional<String> digest) throws Exception {
  if (size >= 0 && Files.size(file) != size) {
    throw new IOException("%,d bytes came instead of %,d".formatted(Files.size(file), size));
  }
  var sha = MessageDigest.getInstance("SHA-256");
  try (var in = new DigestInputStream(Files.newInputStream(file), sha)) {
    in.transferTo(OutputStream.nullOutputStream());
  }
  byte[] found = sha.digest();
  if (digest.isPresent() && !digest.get().contains(digestField(found))) {
    throw new IOException("the file's SHA-256 is not the one that the server gave");
  }
  String word = digest.isPresent() ? "checked: SHA-256 " : "the server gave no SHA-256: ";
  return word + HexFormat.of().formatHex(found);
}

// ---- what the tabs share

/** Asks for a page; the answer's body arrives while it is read. */
HttpResponse<InputStream> fetch(URI url) throws IOException, InterruptedException {
  var request = HttpRequest.newBuilder(url).timeout(ofSeconds(30)).build();
  var answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
  if (answer.statusCode() != 200) {
    throw new IOException("the server answers with status " + answer.statusCode());
  }
  return answer;
}

void say(String tab, String text) {
  IO.println("%-8s | %s".formatted(tab, text));
}

/** The value of the field Repr-Digest (RFC 9530). */
String digestField(byte[] sha256) {
  return "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":";
}

URI url(String text) {
  String sentence = "\"" + text + "\" is no URL to fetch: it has to be http://… or https://….";
  try {
    URI url = new URI(text);
    if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
      throw quit(2, sentence);
    }
    return url;
  } catch (URISyntaxException e) {
    throw quit(2, sentence);
  }
}

Path folder(List<String> given) throws IOException {
  if (given.isEmpty()) {
    return Files.createTempDirectory("browser-tabs");
  }
  Path folder = Path.of(given.getFirst());
  if (!Files.isDirectory(folder)) {
    throw quit(2, "\"" + folder + "\" is no folder: give one that exists, for the download.");
  }
  return folder;
}

Error quit(int status, String sentence) {
  System.err.println(sentence);
  System.exit(status);
  return new AssertionError("the program has ended");
}

// ---- the site

/**
 * A small site on loopback, each request a goroutine. It answers when all three tabs have asked: a
 * browser that opened its tabs one after the other would get nothing.
 */
List<URI> startSite() throws Exception {
  var site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  site.setExecutor(request -> go(request::run));
  var asked = new CountDownLatch(3);
  byte[] page =
      """
      <html><head><title>Goroutines arrive in Java</title></head>
      <body><h1>Goroutines arrive in Java</h1><p>%s</p></body></html>
      """
          .formatted("Channels carry the news. ".repeat(200))
          .getBytes(StandardCharsets.UTF_8);
  serve(site, asked, "/news.html", page, 1_024);
  serve(site, asked, "/film.ts", noise(20 * 16_384), 8_192);
  serve(site, asked, "/goro.bin", noise(3 << 20), 65_536);
  site.start();
  String root = "http://127.0.0.1:" + site.getAddress().getPort();
  return Stream.of("/news.html", "/film.ts", "/goro.bin").map(p -> URI.create(root + p)).toList();
}

/** Serves a body piece by piece, as a network that is not too fast would bring it. */
void serve(HttpServer site, CountDownLatch asked, String path, byte[] body, int piece)
    throws Exception {
  String digest = digestField(MessageDigest.getInstance("SHA-256").digest(body));
  site.createContext(
      path,
      exchange -> {
        asked.countDown();
        try (exchange) {
          if (!asked.await(10, TimeUnit.SECONDS)) {
            exchange.sendResponseHeaders(503, -1);
            return;
          }
          exchange.getResponseHeaders().set("Repr-Digest", digest);
          exchange.sendResponseHeaders(200, body.length);
          for (int at = 0; at < body.length; at += piece) {
            sleep(ofMillis(10));
            exchange.getResponseBody().write(body, at, Math.min(piece, body.length - at));
            exchange.getResponseBody().flush();
          }
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      });
}

byte[] noise(int length) {
  byte[] bytes = new byte[length];
  new Random(length).nextBytes(bytes);
  return bytes;
}
