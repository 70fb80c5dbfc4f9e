package dev.goro.weaving;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** The jars of the libraries that the tests weave, as they stand on the class path. */
final class LibraryJars {
  private static final String CLASS = ".class";

  private LibraryJars() {}

  /** The jars whose file names begin with a prefix, as in {@code netty-}; at least one. */
  static List<Path> named(String prefix) {
    var jars =
        classPath().stream()
            .filter(Files::isRegularFile)
            .filter(jar -> jar.getFileName().toString().startsWith(prefix))
            .toList();
    if (jars.isEmpty()) {
      throw new IllegalStateException("no jar on the class path begins with " + prefix);
    }
    return jars;
  }

  /** All elements of the class path. */
  static List<Path> classPath() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(path.split(File.pathSeparator)).map(Path::of).toList();
  }

  /**
   * The class files of jars by the names of their classes; of a multi-release jar those that this
   * JVM would load.
   */
  static Map<String, byte[]> classes(List<Path> jars) {
    var classes = new LinkedHashMap<String, byte[]>();
    for (Path path : jars) {
      try (var jar = new JarFile(path.toFile(), true, JarFile.OPEN_READ, Runtime.version())) {
        var entries =
            jar.versionedStream()
                .filter(e -> e.getName().endsWith(CLASS) && !e.getName().contains("-"))
                .sorted(Comparator.comparing(e -> e.getName()))
                .collect(Collectors.toList());
        for (var entry : entries) {
          try (var in = jar.getInputStream(entry)) {
            String name = entry.getName().replace('/', '.');
            classes.put(name.substring(0, name.length() - CLASS.length()), in.readAllBytes());
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(path + " cannot be read", e);
      }
    }
    return classes;
  }
}
