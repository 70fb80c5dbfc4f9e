// The smallest program with a goroutine: one goroutine sends a greeting, the main one prints it.
//
//   goro run examples/Hello.java

import static dev.goro.Go.*;

import module dev.goro.core;

void main() {
  Chan<String> messages = Chan.make();
  go(() -> messages.send("Hello from a goroutine"));
  IO.println(messages.recv());
}
