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
    description = "Makes a Maven project that uses Goro, in a folder that is empty or not there.")
final class NewCommand implements Runnable {
  /** The project's files, as resources of this class; "gitignore" gets its dot here. */
  private static final List<String> FILES =
      List.of(
          "pom.xml",
          "README.md",
          "gitignore",
          "src/main/java/App.java",
          "src/test/java/AppTest.java");

  @Parameters(paramLabel = "DIR", description = "The project's folder; its name is the project's.")
  private Path folder;

  @Option(
      names = "--local-repository",
      paramLabel = "FOLDER",
      description =
          "Maven's local repository (default: ~/.m2/repository). Goro's jar is put there if it is"
              + " missing.")
  private Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");

  @Override
  public void run() {
    try {
      requireEmpty();
      for (String file : FILES) {
        Path target = folder.resolve(file.equals("gitignore") ? ".gitignore" : file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, template(file));
      }
      provideCore();
    } catch (IOException e) {
      throw CommandException.failed(folder + " cannot be written: " + e.getMessage(), e);
    }
    System.out.printf(
        "%s is a Maven project that uses Goro. Run it with a JDK 25:%n  cd %s && mvn -q compile exec:exec%n",
        folder, folder);
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
    try (var in = NewCommand.class.getResourceAsStream("project/" + file + ".template")) {
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

  /** Does for Goro's one jar what {@code mvn install} in a checkout of Goro does. */
  private void provideCore() throws IOException {
    String version = Installation.version();
    Path artifact = repository.resolve("dev/goro/goro-core").resolve(version);
    Path jar = artifact.resolve("goro-core-" + version + ".jar");
    if (Files.exists(jar)) {
      return;
    }
    Files.createDirectories(artifact);
    Files.copy(Installation.coreJar(), jar);
    Files.writeString(artifact.resolve("goro-core-" + version + ".pom"), template("goro-core.pom"));
    System.out.printf("dev.goro:goro-core:%s is now in %s.%n", version, repository);
  }
}
