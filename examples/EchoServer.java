// An echo server in plain blocking style: one goroutine for each connection, and no event loop.
//
//   goro run examples/EchoServer.java               serves a thousand connections at once, and ends
//   goro run examples/EchoServer.java --serve PORT  echoes to all who say `nc 127.0.0.1 PORT`

import static dev.goro.Go.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import module dev.goro.core;

final int CLIENTS = 1_000;
final int MESSAGES = 10;

void main(String[] args) throws Exception {
  boolean serve = args.length == 2 && args[0].equals("--serve") && args[1].matches("\\d{1,5}");
  int port = serve ? Integer.parseInt(args[1]) : 0;
  if (args.length > 0 && !serve || port > 65_535) {
    System.err.println("EchoServer takes no arguments, or --serve and a port from 0 to 65535.");
    System.exit(2);
  }
  var server = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
  if (serve) {
    IO.println("echoes at: nc 127.0.0.1 " + server.getLocalPort());
    accept(server);
  } else {
    go(() -> accept(server));
    visit(server.getLocalPort());
  }
}

// ---- the server

void accept(ServerSocket server) throws IOException {
  while (true) {
    Socket socket = server.accept();
    go(() -> echo(socket));
  }
}

/** Each read waits until something comes, and holds up nobody else. */
void echo(Socket socket) {
  try (socket) {
    socket.setSoTimeout(60_000); // who says nothing for a minute is sent away
    var in = socket.getInputStream();
    var out = socket.getOutputStream();
    var buffer = new byte[512];
    for (int n; (n = in.read(buffer)) >= 0; ) {
      out.write(buffer, 0, n);
    }
  } catch (IOException e) {
    System.err.println("a client went away: " + e.getMessage());
  }
}

// ---- its clients

void visit(int port) {
  var connected = new WaitGroup();
  connected.add(CLIENTS);
  Chan<Integer> echoes = Chan.make();
  for (int i = 0; i < CLIENTS; i++) {
    int client = i;
    go(() -> echoes.send(talk(port, "client " + client, connected)));
  }
  int all = 0;
  for (int i = 0; i < CLIENTS; i++) {
    all += echoes.recv();
  }
  IO.println("%,d connections at once, %,d messages came back".formatted(CLIENTS, all));
}

/** Says the same again and again, and counts how often it comes back. */
int talk(int port, String name, WaitGroup connected) throws IOException {
  try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
    connected.done();
    connected.await();
    byte[] message = name.getBytes(UTF_8);
    int right = 0;
    for (int i = 0; i < MESSAGES; i++) {
      socket.getOutputStream().write(message);
      byte[] back = socket.getInputStream().readNBytes(message.length);
      right += Arrays.equals(message, back) ? 1 : 0;
    }
    return right;
  }
}
