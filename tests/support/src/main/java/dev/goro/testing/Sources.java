package dev.goro.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles source text against Goro: for programs under test, and for uses that must not compile.
 */
public final class Sources {
  private Sources() {}

  /**
   * What the compiler said.
   *
   * @param classes the folder with the classes
   * @param errors the errors, each as "line: message"; empty if the source compiles
   */
  public record Compilation(Path classes, List<String> errors) {}

  /**
   * Compiles one source file against the class path of the test.
   *
   * @param className the name of its class, for the file's name
   * @param source the text
   * @return the classes and the errors
   */
  public static Compilation compile(String className, String source) {
    var file =
        new SimpleJavaFileObject(
            URI.create("string:///" + className.replace('.', '/') + ".java"),
            JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    try {
      Path classes = Files.createTempDirectory("goro-test-classes");
      var options =
          List.of(
              "-d", classes.toString(), "-cp", TestClassPath.get(), "-proc:none", "-Xlint:none");
      ToolProvider.getSystemJavaCompiler()
          .getTask(null, null, diagnostics, options, null, List.of(file))
          .call();
      var errors =
          // A copy: to put a message into words, the compiler may load classes and find more to
          // say.
          List.copyOf(diagnostics.getDiagnostics()).stream()
              .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
              .map(d -> d.getLineNumber() + ": " + d.getMessage(Locale.ROOT))
              .toList();
      return new Compilation(classes, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
