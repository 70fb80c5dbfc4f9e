/** {@code goro lab}: the same work under each technique of concurrency, measured and drawn. */
open module dev.goro.lab {
  requires dev.goro.core;
  requires info.picocli;
  requires java.compiler;
  requires java.management;
  requires jdk.management;
  requires tools.jackson.databind;
}
