// A chat server over TCP: each guest costs two goroutines, one that reads and one that writes, and
// one more goroutine knows who is there. They share nothing but channels.
//
//   goro run examples/ChatServer.java               three guests come, talk and leave
//   goro run examples/ChatServer.java --serve PORT  is open to all who say `nc 127.0.0.1 PORT`

import static dev.goro.Go.*;
import static dev.goro.Select.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import module dev.goro.core;

record Guest(String name, Chan<String> outbox) {}

final Chan<Guest> coming = Chan.make();
final Chan<Guest> leaving = Chan.make();
final Chan<String> messages = Chan.make();

void main(String[] args) throws Exception {
  boolean serve = args.length == 2 && args[0].equals("--serve") && args[1].matches("\\d{1,5}");
  int port = serve ? Integer.parseInt(args[1]) : 0;
  if (args.length > 0 && !serve || port > 65_535) {
    System.err.println("ChatServer takes no arguments, or --serve and a port from 0 to 65535.");
    System.exit(2);
  }
  var server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
  go(this::keepRoom);
  if (serve) {
    IO.println("the chat is open: nc 127.0.0.1 " + server.getLocalPort());
    accept(server);
  } else {
    go(() -> accept(server));
    rehearse(server.getLocalPort());
  }
}

// ---- the server

/** The only goroutine that knows the guests, so nothing needs a lock. */
void keepRoom() {
  var guests = new LinkedHashSet<Guest>();
  while (true) {
    String news =
        select(
            recv(
                coming,
                guest -> {
                  guests.add(guest);
                  return "* " + guest.name + " has come";
                }),
            recv(
                leaving,
                guest -> {
                  if (guests.remove(guest)) {
                    guest.outbox.close(); // its writer ends
                  }
                  return "* " + guest.name + " has left";
                }),
            recv(messages, text -> text));
    for (Guest guest : List.copyOf(guests)) {
      if (!guest.outbox.trySend(news)) { // full: a guest who does not listen must not stop the rest
        guests.remove(guest);
        guest.outbox.close();
      }
    }
  }
}

void accept(ServerSocket server) throws IOException {
  while (true) {
    Socket socket = server.accept();
    go(() -> read(socket));
  }
}

/** Reads what a guest says, the name first; when the guest is gone, the room is told. */
void read(Socket socket) {
  try (socket) {
    var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    String name = lines.readLine();
    if (name == null || name.isBlank()) {
      return;
    }
    var guest = new Guest(name.strip(), Chan.make(64));
    var writer = new WaitGroup();
    writer.go(() -> write(socket, guest.outbox));
    coming.send(guest);
    try {
      for (String line; (line = lines.readLine()) != null && !line.equals("/quit"); ) {
        messages.send(guest.name + ": " + line);
      }
    } finally {
      leaving.send(guest);
      writer.await();
    }
  } catch (IOException e) {
    System.err.println("lost a guest: " + e.getMessage());
  }
}

void write(Socket socket, RecvChan<String> outbox) throws IOException {
  try (socket) { // so that a guest who was put out stops reading too
    var out = new PrintWriter(socket.getOutputStream(), true, UTF_8);
    outbox.forEach(out::println);
  }
}

// ---- three guests who know their lines: what each answers to what it hears

final Map<String, Map<String, String>> plays = new LinkedHashMap<>();

void rehearse(int port) {
  plays.put(
      "ann",
      Map.of(
          "* cid has come", "Hello, you two.",
          "cid: And a third keeps the room.", "/quit"));
  plays.put(
      "bob",
      Map.of(
          "ann: Hello, you two.", "Hello ann. Are we goroutines?",
          "* ann has left", "/quit"));
  plays.put(
      "cid",
      Map.of(
          "bob: Hello ann. Are we goroutines?", "And a third keeps the room.",
          "* bob has left", "/quit"));
  Chan<String> seated = Chan.make();
  var guests = new WaitGroup();
  for (String name : plays.keySet()) {
    guests.go(() -> play(port, name, seated));
    seated.recv(); // the next one comes when this one is in
  }
  guests.await();
  IO.println("the room is empty again");
}

void play(int port, String name, SendChan<String> seated) throws IOException {
  try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
    var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    var out = new PrintWriter(socket.getOutputStream(), true, UTF_8);
    out.println(name);
    for (String heard; (heard = lines.readLine()) != null; ) {
      IO.println("%s hears | %s".formatted(name, heard));
      if (heard.equals("* " + name + " has come")) {
        seated.send(name);
      }
      if (plays.get(name).containsKey(heard)) {
        out.println(plays.get(name).get(heard));
      }
    }
  }
}
