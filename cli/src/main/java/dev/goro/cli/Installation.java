package dev.goro.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where Goro stands, as the script {@code goro} tells by system properties. */
final class Installation {
  private Installation() {}

  /** The folder of the checkout or the distribution. */
  static Path home() {
    return property("goro.home");
  }

  /** The folder of Goro's jars. */
  static Path lib() {
    return property("goro.lib");
  }

  /** The folder of what is kept between runs. */
  static Path cache() {
    return property("goro.cache");
  }

  static Path coreJar() {
    return lib().resolve("goro-core.jar");
  }

  static Path launcherJar() {
    return lib().resolve("goro-launcher.jar");
  }

  /** Goro's version. */
  static String version() {
    try (var in = Installation.class.getResourceAsStream("version")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw CommandException.failed(
          "the system property " + name + " is not set: start this class by the script goro");
    }
    return Path.of(value);
  }
}
