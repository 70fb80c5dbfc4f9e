package dev.goro.cli;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import dev.goro.agent.Weaving;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a program's sources against Goro, into a jar and the name of its main class: the first
 * class of the first file, as the JDK's launcher of source files has it. The classes are woven with
 * preemption polls on the way, so that the program needs no agent and starts as quickly.
 *
 * <p>Goro is on the module path, so that {@code import module dev.goro.core} works and what it does
 * not export stays hidden; the program is in the unnamed module. What the compiler says goes to
 * standard error as javac prints it.
 */
final class Compilation {
  private static final String CLASS = ".class";

  private final List<Path> sources;
  private final List<Path> classPath;
  private final Weaving weaving;
  private final boolean preview;

  Compilation(List<Path> sources, List<Path> classPath, Weaving weaving, boolean preview) {
    this.sources = sources;
    this.classPath = classPath;
    this.weaving = weaving;
    this.preview = preview;
  }

  /** Writes {@code program.jar} and then {@code main} to a folder, which holds nothing else. */
  void into(Path entry) {
    Path classes = entry.resolve("classes");
    try {
      Files.createDirectories(classes);
      String main = compile(classes);
      pack(classes, entry.resolve("program.jar"));
      delete(classes);
      Files.writeString(entry.resolve("main"), main + "\n");
    } catch (IOException e) {
      throw CommandException.failed(
          "the compiled program cannot be written to " + entry + ": " + e.getMessage(), e);
    }
  }

  private String compile(Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var main = new FirstClass();
    boolean compiled;
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  new PrintWriter(System.err, true, System.err.charset()),
                  files,
                  null,
                  options(classes),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      task.addTaskListener(main);
      compiled = task.call();
    }
    if (!compiled) {
      throw CommandException.compilerSaidWhy();
    }
    if (main.name == null) {
      throw CommandException.failed(
          sources.getFirst() + " declares no class: begin with the file that has the main method");
    }
    return main.name;
  }

  private List<String> options(Path classes) {
    var options = new ArrayList<String>();
    options.addAll(List.of("-g", "-d", classes.toString()));
    options.addAll(List.of("--module-path", Installation.coreJar().toString()));
    options.addAll(List.of("--add-modules", "dev.goro.core"));
    // The sources are those that were named: none is found beside them.
    options.addAll(List.of("--source-path", classes.toString()));
    options.add("--class-path");
    options.add(
        Stream.concat(Stream.of(classes), classPath.stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    if (preview) {
      options.add("--enable-preview");
      options.addAll(List.of("--release", String.valueOf(Runtime.version().feature())));
    }
    return options;
  }

  /** A jar, not a folder: the JVM's ahead-of-time cache wants jars on the class path. */
  private void pack(Path classes, Path jar) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.setLevel(Deflater.NO_COMPRESSION);
      for (Path file : files) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new JarEntry(name));
        out.write(woven(name, Files.readAllBytes(file)));
        out.closeEntry();
      }
    }
  }

  private byte[] woven(String name, byte[] file) {
    if (!name.endsWith(CLASS)) {
      return file;
    }
    String className = name.substring(0, name.length() - CLASS.length()).replace('/', '.');
    byte[] woven = weaving.apply(className, file);
    return woven == null ? file : woven;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Takes the name of the first class that the compiler meets. */
  private static final class FirstClass implements TaskListener {
    private boolean seen;
    private @Nullable String name;

    @Override
    public void finished(TaskEvent event) {
      if (seen || event.getKind() != TaskEvent.Kind.PARSE) {
        return;
      }
      seen = true;
      CompilationUnitTree unit = event.getCompilationUnit();
      for (Tree declaration : unit.getTypeDecls()) {
        if (declaration instanceof ClassTree type) {
          String simple = type.getSimpleName().toString();
          name = unit.getPackageName() == null ? simple : unit.getPackageName() + "." + simple;
          return;
        }
      }
    }
  }
}
