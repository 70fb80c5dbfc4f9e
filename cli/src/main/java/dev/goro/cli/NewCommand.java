package dev.goro.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code goro new DIR}: a Maven project that depends on Goro. */
@Command(
    name = "new",
    description =
        "Makes a Maven project that uses Goro, a program or a library, in a folder that is empty or"
            + " not there.")
final class NewCommand implements Runnable {
  /**
   * What is made.
   *
   * @param templates the folder of its files among the resources of this class
   * @param files its files; "gitignore" gets its dot in the project
   * @param artifacts those of Goro's artifacts that it uses
   * @param nextStep what to do with it, a format of its folder
   */
  private record Kind(
      String templates, List<String> files, List<String> artifacts, String nextStep) {
    static final Kind PROGRAM =
        new Kind(
            "project",
            List.of(
                "pom.xml",
                "README.md",
                "gitignore",
                "src/main/java/App.java",
                "src/test/java/AppTest.java"),
            List.of("goro-core"),
            "%1$s is a Maven project that uses Goro. Run it with a JDK 25:%n"
                + "  cd %1$s && mvn -q compile exec:exec%n");
    static final Kind LIBRARY =
        new Kind(
            "library",
            List.of(
                "pom.xml",
                "README.md",
                "gitignore",
                "src/main/java/example/Squares.java",
                "src/test/java/example/SquaresTest.java"),
            List.of("goro-core", "goro-junit", "goro-agent", "goro-maven-plugin"),
            "%1$s is a Maven project of a library that uses Goro. Test it with a JDK 25:%n"
                + "  cd %1$s && mvn test%n");
  }

  @Parameters(paramLabel = "DIR", description = "The project's folder; its name is the project's.")
  private Path folder;

  @Option(
      names = "--library",
      description = "A library with tests as goroutines (goro-junit), instead of a program.")
  private boolean library;

  @Option(
      names = "--local-repository",
      paramLabel = "FOLDER",
      description =
          "Maven's local repository (default: ~/.m2/repository). Goro's jars are put there if they"
              + " are missing.")
  private Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");

  @Override
  public void run() {
    Kind kind = library ? Kind.LIBRARY : Kind.PROGRAM;
    try {
      requireEmpty();
      for (String file : kind.files) {
        Path target = folder.resolve(file.equals("gitignore") ? ".gitignore" : file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, template(kind.templates + "/" + file));
      }
      for (String artifact : kind.artifacts) {
        provide(artifact);
      }
    } catch (IOException e) {
      throw CommandException.failed(folder + " cannot be written: " + e.getMessage(), e);
    }
    System.out.printf(kind.nextStep, folder);
  }

  private void requireEmpty() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw CommandException.misused(folder + " is a file: name a folder");
    }
    try (Stream<Path> content = Files.list(folder)) {
      if (content.findAny().isPresent()) {
        throw CommandException.misused(folder + " is not empty: name another folder");
      }
    }
  }

  private String template(String file) throws IOException {
    try (var in = NewCommand.class.getResourceAsStream(file + ".template")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@name@", projectName())
          .replace("@version@", Installation.version());
    }
  }

  private String projectName() {
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    String plain =
        name.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_.-]+", "-")
            .replaceAll("^[-.]+|[-.]+$", "");
    return plain.isEmpty() ? "app" : plain;
  }

  /** Does for one of Goro's jars what {@code mvn install} in a checkout of Goro does. */
  private void provide(String artifact) throws IOException {
    String version = Installation.version();
    Path target = repository.resolve("dev/goro").resolve(artifact).resolve(version);
    Path jar = target.resolve(artifact + "-" + version + ".jar");
    if (Files.exists(jar)) {
      return;
    }
    Files.createDirectories(target);
    Files.copy(Installation.lib().resolve(artifact + ".jar"), jar);
    Files.writeString(
        target.resolve(artifact + "-" + version + ".pom"),
        template("artifact/" + artifact + ".pom"));
    System.out.printf("dev.goro:%s:%s is now in %s.%n", artifact, version, repository);
  }
}
