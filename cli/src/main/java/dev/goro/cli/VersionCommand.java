package dev.goro.cli;

import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code goro version}. */
@Command(name = "version", description = "Prints the versions of Goro and of the JDK it uses.")
final class VersionCommand implements Runnable, IVersionProvider {
  @Override
  public void run() {
    System.out.println(getVersion()[0]);
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "goro version %s, JDK %s, %s/%s"
          .formatted(
              Installation.version(),
              Runtime.version(),
              System.getProperty("os.name").toLowerCase(Locale.ROOT),
              System.getProperty("os.arch"))
    };
  }
}
