// A service that asks three others and answers within its deadline, with what it has by then.
//
//   goro run examples/ThreeServices.java
//
// The third service takes an hour. When the deadline has come, the context closes the connection to
// it; the service sees that, and drops the work that nobody waits for any more.

import static dev.goro.Go.*;
import static dev.goro.Select.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.*;

import module dev.goro.core;

record Part(String name, String text) {}

final Chan<String> dropped = Chan.make(); // what the services say when their work is dropped

void main() throws Exception {
  var services = new TreeMap<String, Integer>();
  services.put("weather", service("sunny", ofMillis(0)));
  services.put("news", service("goroutines arrive", ofMillis(20)));
  services.put("stocks", service("up", ofHours(1)));

  page(services, ofSeconds(1)).forEach((name, text) -> IO.println(name + ": " + text));
  IO.println("the service: " + dropped.recv());
}

// ---- the one that asks

/** Asks all at once; none is waited for longer than the deadline. */
Map<String, String> page(Map<String, Integer> services, Duration deadline) {
  Chan<Part> parts = Chan.make(services.size());
  try (var ctx = Context.withTimeout(Context.background(), deadline)) {
    services.forEach((name, port) -> go(() -> parts.send(new Part(name, ask(ctx, port)))));
    var page = new TreeMap<String, String>();
    for (int i = 0; i < services.size(); i++) {
      Part part = parts.recv();
      page.put(part.name, part.text);
    }
    return page;
  }
}

String ask(Context ctx, int port) throws IOException {
  try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
      var _ = ctx.closes(socket)) {
    socket.getOutputStream().write("please\n".getBytes(UTF_8));
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
  } catch (SocketException e) {
    if (ctx.err().isPresent()) { // closed by the context
      return "(" + ctx.err().get().getMessage() + ")";
    }
    throw e;
  }
}

// ---- the ones that are asked

/** Starts a service that answers one line to one line, after some work. Returns its port. */
int service(String answer, Duration work) throws IOException {
  var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  go(
      () -> {
        while (true) {
          Socket socket = server.accept();
          go(() -> serve(socket, answer, work));
        }
      });
  return server.getLocalPort();
}

void serve(Socket socket, String answer, Duration work) throws IOException {
  try (socket;
      var ctx = Context.withCancel(Context.background())) {
    var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    in.readLine();
    go(
        () -> {
          awaitEnd(in);
          ctx.cancel(new EOFException("the caller has hung up"));
        });
    boolean done = select(after(work, () -> true), recv(ctx.done(), _ -> false));
    if (done) {
      socket.getOutputStream().write((answer + "\n").getBytes(UTF_8));
    } else {
      dropped.send("dropped the work, " + ctx.cause().orElseThrow().getMessage());
    }
  }
}

/** Waits until the caller hangs up. Until then it sends nothing more. */
void awaitEnd(Reader in) {
  try {
    in.read();
  } catch (IOException e) {
    // closed on this side: the answer is on its way
  }
}
