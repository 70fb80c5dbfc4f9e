package dev.goro.testing;

import java.io.File;

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
}
