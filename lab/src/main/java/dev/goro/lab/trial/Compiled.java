package dev.goro.lab.trial;

import dev.goro.lab.LabException;
import dev.goro.lab.Trial;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * A user's file, compiled into a folder that is deleted on close.
 *
 * @param folder where the classes are
 * @param name the name of the class that is a {@link Trial}
 */
record Compiled(Path folder, String name) implements AutoCloseable {
  private static final String CLASS = ".class";

  /** Compiles a file and finds the trial in it. */
  static Compiled of(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new LabException(
          "there is no file "
              + file
              + ": try takes a Java file with a class that implements "
              + Trial.class.getName());
    }
    try {
      Path folder = Files.createTempDirectory("goro-lab");
      try {
        compile(file, folder);
        return new Compiled(folder, find(file, folder));
      } catch (IOException | RuntimeException e) {
        delete(folder);
        throw e;
      }
    } catch (IOException e) {
      throw new LabException("cannot write the classes of " + file + ": " + e.getMessage(), e);
    }
  }

  private static void compile(Path file, Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new LabException("this Java has no compiler: run the lab with a JDK");
    }
    var problems = new DiagnosticCollector<JavaFileObject>();
    try (var files = compiler.getStandardFileManager(problems, Locale.ROOT, null)) {
      var options =
          List.of(
              "-d",
              folder.toString(),
              "-cp",
              System.getProperty("java.class.path"),
              "-proc:none",
              "-g");
      boolean right =
          compiler
              .getTask(null, files, problems, options, null, files.getJavaFileObjects(file))
              .call();
      if (!right) {
        throw new LabException(file + " does not compile: " + firstError(problems));
      }
    }
  }

  private static String firstError(DiagnosticCollector<JavaFileObject> problems) {
    return problems.getDiagnostics().stream()
        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
        .findFirst()
        .map(
            d ->
                "line %d: %s"
                    .formatted(
                        d.getLineNumber(), d.getMessage(Locale.ROOT).replaceAll("\\s+", " ")))
        .orElse("the compiler does not say why");
  }

  /** The one class that is a trial and can be made. */
  private static String find(Path file, Path folder) throws IOException {
    var found = new ArrayList<String>();
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        var files = Files.walk(folder)) {
      for (Path path : files.filter(f -> f.toString().endsWith(CLASS)).toList()) {
        String name = folder.relativize(path).toString().replace(File.separatorChar, '.');
        Class<?> type =
            Class.forName(name.substring(0, name.length() - CLASS.length()), false, loader);
        if (Trial.class.isAssignableFrom(type)
            && !type.isInterface()
            && !Modifier.isAbstract(type.getModifiers())
            && hasConstructor(type)) {
          found.add(type.getName());
        }
      }
    } catch (ClassNotFoundException e) {
      throw new LabException(file + " has a class that cannot be loaded: " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new LabException(
          "%s has no class that implements %s and has a constructor without parameters: write one"
              .formatted(file, Trial.class.getName()));
    }
    if (found.size() > 1) {
      found.sort(Comparator.naturalOrder());
      throw new LabException(
          "%s has several trials, %s: leave one in the file"
              .formatted(file, String.join(" and ", found)));
    }
    return found.getFirst();
  }

  private static boolean hasConstructor(Class<?> type) {
    return List.of(type.getDeclaredConstructors()).stream()
        .anyMatch(constructor -> constructor.getParameterCount() == 0);
  }

  @Override
  public void close() {
    delete(folder);
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new LabException("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }
}
