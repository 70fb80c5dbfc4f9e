package dev.goro.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The class path of the running tests, as a child JVM or a compiler needs it. */
final class TestClassPath {
  private TestClassPath() {}

  /**
   * Surefire may start the tests from a jar that only points at the class path: it tells the real
   * one.
   */
  static String get() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String modules = System.getProperty("jdk.module.path");
    return modules == null ? path : path + File.pathSeparator + modules;
  }

  /** The jar on the class path whose file name begins with a prefix. */
  static Path jar(String prefix) {
    return Arrays.stream(get().split(File.pathSeparator))
        .map(Path::of)
        .filter(p -> Files.isRegularFile(p) && p.getFileName().toString().startsWith(prefix))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no jar of "
                        + prefix
                        + " on the class path: run mvn verify, which packages it"));
  }
}
