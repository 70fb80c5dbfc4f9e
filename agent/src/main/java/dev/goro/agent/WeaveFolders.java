package dev.goro.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the class files of folders where they stand, for builds: {@code java -jar goro-agent.jar
 * [--weave=PATTERNS] FOLDER...}. What is woven already stays as it is.
 */
public final class WeaveFolders {
  private static final int FAILED = 1;
  private static final int MISUSED = 2;
  private static final String WEAVE = "--weave=";
  private static final String CLASS = ".class";

  private WeaveFolders() {}

  /**
   * Weaves, and says on standard output what was done.
   *
   * @param args the patterns, and the folders
   */
  public static void main(String[] args) {
    String patterns = "";
    var folders = new ArrayList<Path>();
    for (String arg : args) {
      if (arg.startsWith(WEAVE)) {
        patterns = arg.substring(WEAVE.length());
      } else {
        folders.add(Path.of(arg));
      }
    }
    String wrong = wrong(folders);
    if (wrong != null) {
      end(MISUSED, wrong);
    }
    try {
      System.out.println(weave(Weaving.of(patterns, "--weave"), folders).report());
    } catch (IllegalArgumentException e) {
      end(MISUSED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      end(FAILED, "a class file cannot be read or written: " + e.getMessage());
    }
  }

  private static @Nullable String wrong(List<Path> folders) {
    if (folders.isEmpty()) {
      return "name the folders whose class files are to be woven";
    }
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        return folder + " is no folder: name one that holds class files";
      }
    }
    return null;
  }

  private static void end(int exitCode, String sentence) {
    System.err.println("goro: " + sentence + ".");
    System.exit(exitCode);
  }

  /**
   * Weaves the class files of folders where they stand.
   *
   * @param weaving what is chosen
   * @param folders the roots of packages
   * @return the weaving
   * @throws IOException if a file cannot be read or written
   */
  static Weaving weave(Weaving weaving, List<Path> folders) throws IOException {
    for (Path folder : folders) {
      List<Path> files;
      try (Stream<Path> walk = Files.walk(folder)) {
        files = walk.filter(f -> f.toString().endsWith(CLASS)).toList();
      }
      for (Path file : files) {
        byte[] woven = weaving.apply(className(folder.relativize(file)), Files.readAllBytes(file));
        if (woven != null) {
          Files.write(file, woven);
        }
      }
    }
    return weaving;
  }

  private static String className(Path file) {
    String name = file.toString().replace(file.getFileSystem().getSeparator(), ".");
    return name.substring(0, name.length() - CLASS.length());
  }
}
