// A chat room on an event loop: one thread, so that the room is a plain list without a lock. Each
// guest is a task that reads its socket by blocking calls, and parks only itself. A remote control
// is a pipe that a callback watches, as asyncio's add_reader does; its word ends the evening by
// cancelling the tasks.
//
//   goro run examples/EventLoopChat.java

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;

import module dev.goro.core;
import java.nio.channels.Pipe;

/** One end of a connection. */
record Line(BufferedReader in, PrintWriter out) {
  static Line of(Socket socket) throws IOException {
    return new Line(
        new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)),
        new PrintWriter(socket.getOutputStream(), true, UTF_8));
  }
}

/** Touched by tasks of the loop only: nobody comes between two of their waits. */
final List<Line> room = new ArrayList<>();

final List<LoopTask<?>> guests = new ArrayList<>();

void main() throws Exception {
  EventLoop.run(() -> evening());
}

// ---- the server

void openDoor(ServerSocket server) throws IOException {
  var loop = EventLoop.current();
  while (true) {
    Socket socket = server.accept();
    guests.add(loop.task("guest " + (guests.size() + 1), () -> serve(socket)));
  }
}

void serve(Socket socket) throws Exception {
  var loop = EventLoop.current();
  try (socket) {
    var line = Line.of(socket);
    // Who says nothing for a minute has to leave, by a TimeoutException.
    String name = loop.timeout(ofSeconds(60), line.in::readLine);
    room.add(line);
    tellAll("* " + name + " has come");
    try {
      String said;
      while ((said = loop.timeout(ofSeconds(60), line.in::readLine)) != null) {
        tellAll(name + ": " + said);
      }
    } finally {
      room.remove(line);
      tellAll("* " + name + " has left");
    }
  }
}

void tellAll(String text) {
  for (Line guest : List.copyOf(room)) { // a write may wait, and the room change meanwhile
    guest.out.println(text);
  }
}

// ---- the evening

void evening() throws Exception {
  var loop = EventLoop.current();
  Pipe remote = Pipe.open();
  remote.source().configureBlocking(false);
  try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      var annsSocket = new Socket(server.getInetAddress(), server.getLocalPort());
      var bobsSocket = new Socket(server.getInetAddress(), server.getLocalPort())) {
    var door = loop.task("door", () -> openDoor(server));
    loop.addReader(
        remote.source(),
        () -> {
          String word = read(remote);
          IO.println("the remote control says " + word);
          door.cancel();
          guests.forEach(guest -> guest.cancel(word));
        });

    var ann = Line.of(annsSocket);
    var bob = Line.of(bobsSocket);
    ann.out.println("ann");
    hear(ann, "* ann has come");
    bob.out.println("bob");
    hear(ann, "* bob has come");
    hear(bob, "* bob has come");
    bob.out.println("One thread for all of us?");
    hear(ann, "bob: One thread for all of us?");

    // Off the loop, where the room must not be touched, and need not be.
    loop.toThread(() -> remote.sink().write(ByteBuffer.wrap("good night".getBytes(UTF_8))));
    try {
      loop.waitFor(door, ofSeconds(10));
    } catch (CancellationException e) {
      IO.println("the door is closed");
    }
    loop.gatherOutcomes(guests).await();
    IO.println(guests.stream().filter(LoopTask::isCancelled).count() + " guests were sent home");
    IO.println("in the room: " + room.size());
    loop.removeReader(remote.source());
  } finally {
    remote.source().close();
    remote.sink().close();
  }
}

String read(Pipe pipe) throws IOException {
  var bytes = ByteBuffer.allocate(64);
  pipe.source().read(bytes);
  return new String(bytes.array(), 0, bytes.position(), UTF_8);
}

void hear(Line line, String expected) throws IOException {
  String heard = line.in.readLine();
  IO.println(heard);
  if (!heard.equals(expected)) {
    throw new IOException("expected \"" + expected + "\"");
  }
}
