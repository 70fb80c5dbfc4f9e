package dev.goro.lab.work;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Tasks;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;

/** A server of HTTP/1.1 with connections that are kept alive, and its clients. */
final class WebServer implements Program {
  private static final int CONNECTIONS = 100;
  private static final int REQUESTS = 20;

  @Override
  public String name() {
    return "web server";
  }

  @Override
  public String about() {
    return "Answers HTTP requests on %d connections that are kept alive, %d on each; reads the request, writes some JSON."
        .formatted(CONNECTIONS, REQUESTS);
  }

  @Override
  public String operation() {
    return "request";
  }

  @Override
  public List<Measure> matters() {
    return List.of(Measure.THROUGHPUT, Measure.TAIL_LATENCY, Measure.MEMORY);
  }

  @Override
  public Outcome run(Tasks tasks) throws Exception {
    var latencies = new Latencies(CONNECTIONS * REQUESTS);
    try (var server = new Server()) {
      var reactor = new Reactor();
      for (int i = 0; i < CONNECTIONS; i++) {
        reactor.connect(server.port(), new Browser(i, latencies));
      }
      var clients = reactor.start();
      server.serve(tasks, CONNECTIONS, WebServer::serve);
      long clientCpu = clients.get();
      return new Outcome(latencies.all(), clientCpu);
    }
  }

  private static void serve(Socket connection) throws IOException {
    var in = new BufferedInputStream(connection.getInputStream());
    OutputStream out = connection.getOutputStream();
    for (String first = line(in); first != null; first = line(in)) {
      String host = "";
      for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
        if (header.startsWith("Host: ")) {
          host = header.substring("Host: ".length());
        }
      }
      String path = first.split(" ")[1];
      String body = answer(host, Integer.parseInt(path.substring(1)));
      String head =
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .replace("%d", Integer.toString(body.length()));
      out.write((head + body).getBytes(ISO_8859_1));
    }
  }

  /** A line without its end; null where the connection ends. */
  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        line.setLength(line.length() - 1);
        return line.toString();
      }
      line.append((char) c);
    }
    return null;
  }

  private static String answer(String host, int n) {
    int hash = n;
    for (int i = 0; i < 200; i++) {
      hash = hash * 31 + i;
    }
    return "{\"host\":\"" + host + "\",\"number\":" + n + ",\"hash\":" + hash + "}";
  }

  /** A client: sends a request, checks the answer, and sends the next. */
  private static final class Browser implements Reactor.Peer {
    private final Latencies latencies;
    private final StringBuilder got = new StringBuilder();
    private int number;
    private int left = REQUESTS;
    private long sent;

    private Browser(int id, Latencies latencies) {
      this.latencies = latencies;
      number = id * REQUESTS;
    }

    @Override
    public void connected(Reactor.Link link) throws IOException {
      sent = System.nanoTime();
      String request = "GET /" + number + " HTTP/1.1\r\nHost: lab\r\nAccept: */*\r\n\r\n";
      link.send(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
    }

    @Override
    public void received(Reactor.Link link, ByteBuffer bytes) throws IOException {
      got.append(ISO_8859_1.decode(bytes));
      int head = got.indexOf("\r\n\r\n");
      if (head < 0 || got.charAt(got.length() - 1) != '}') {
        return;
      }
      latencies.since(sent);
      String body = got.substring(head + 4);
      if (!body.equals(answer("lab", number)) || got.indexOf("HTTP/1.1 200 ") != 0) {
        throw new IllegalStateException("request " + number + " was answered: " + got);
      }
      got.setLength(0);
      number++;
      left--;
      if (left == 0) {
        link.close();
      } else {
        connected(link);
      }
    }
  }
}
