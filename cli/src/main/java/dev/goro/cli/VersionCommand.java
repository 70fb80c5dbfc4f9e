package dev.goro.cli;

import picocli.CommandLine.Command;

/** {@code goro version}. */
@Command(name = "version", description = "Prints the versions of Goro and of the JDK it uses.")
final class VersionCommand implements Runnable {
  @Override
  public void run() {
    System.out.printf(
        "goro version %s, JDK %s, %s/%s%n",
        Installation.version(),
        Runtime.version(),
        System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT),
        System.getProperty("os.arch"));
  }
}
