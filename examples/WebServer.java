// A web server of plain blocking sockets: one goroutine for each connection.
//
//   goro run examples/WebServer.java               serves a hundred clients at once, and ends
//   goro run examples/WebServer.java --serve PORT  serves on loopback until it is stopped

import static dev.goro.Go.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;

import module dev.goro.core;

record Answer(String status, String body) {}

void main(String[] args) throws Exception {
  boolean serve = args.length == 2 && args[0].equals("--serve") && args[1].matches("\\d{1,5}");
  int port = serve ? Integer.parseInt(args[1]) : 0;
  if (args.length > 0 && !serve || port > 65_535) {
    System.err.println("WebServer takes no arguments, or --serve and a port from 0 to 65535.");
    System.exit(2);
  }
  var server = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
  String root = "http://127.0.0.1:" + server.getLocalPort();
  if (serve) {
    IO.println("open " + root);
    accept(server);
  } else {
    go(() -> accept(server));
    visit(root);
  }
}

// ---- the server

void accept(ServerSocket server) throws IOException {
  while (true) {
    Socket socket = server.accept();
    go(() -> serve(socket));
  }
}

void serve(Socket socket) {
  try (socket) {
    var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    String request = in.readLine();
    for (String header; (header = in.readLine()) != null && !header.isEmpty(); ) {}
    Answer answer = answer(request == null ? "" : request);
    byte[] body = answer.body.getBytes(UTF_8);
    String head =
        """
        HTTP/1.1 %s
        Content-Type: text/html; charset=utf-8
        Content-Length: %d
        Connection: close

        """
            .formatted(answer.status, body.length)
            .replace("\n", "\r\n");
    socket.getOutputStream().write(head.getBytes(UTF_8));
    socket.getOutputStream().write(body);
  } catch (IOException e) {
    System.err.println("a client went away: " + e.getMessage());
  }
}

Answer answer(String request) {
  String[] words = request.split(" ");
  if (words.length != 3) {
    return new Answer("400 Bad Request", "That is no HTTP request.\n");
  }
  if (!words[0].equals("GET")) {
    return new Answer("405 Method Not Allowed", "This server knows GET only.\n");
  }
  return switch (words[1]) {
    case "/" ->
        new Answer("200 OK", "<title>Goro</title><p>A goroutine's page. <a href=/slow>Slow</a>\n");
    case "/slow" -> {
      sleep(ofMillis(200)); // parks this goroutine; the others run on
      yield new Answer("200 OK", "<p>That took a while, but held nobody up.\n");
    }
    case "/count" -> new Answer("200 OK", "<p>" + numGoroutine() + " goroutines\n");
    default -> new Answer("404 Not Found", "<p>There is no such page.\n");
  };
}

// ---- its visitors

void visit(String root) throws IOException {
  for (String path : List.of("/", "/count", "/nowhere")) {
    IO.println("GET " + path + ": " + get(root + path));
  }
  int clients = 100;
  Chan<Integer> statuses = Chan.make();
  long start = System.nanoTime();
  for (int i = 0; i < clients; i++) {
    go(() -> statuses.send(get(root + "/slow")));
  }
  int served = 0;
  for (int i = 0; i < clients; i++) {
    served += statuses.recv() == 200 ? 1 : 0;
  }
  long took = (System.nanoTime() - start) / 1_000_000;
  IO.println("%d of %d slow pages, 200 ms each".formatted(served, clients));
  IO.println("took %,d ms together".formatted(took));
}

int get(String url) throws IOException {
  var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
  try {
    return connection.getResponseCode();
  } finally {
    connection.disconnect();
  }
}
