/** {@code goro bench}: Goro beside Go and beside the JDK's virtual threads. */
module dev.goro.bench {
  requires dev.goro.core;
  requires info.picocli;
  requires java.management;
  requires jdk.management;
  requires tools.jackson.databind;

  opens dev.goro.bench to
      info.picocli,
      tools.jackson.databind;
}
