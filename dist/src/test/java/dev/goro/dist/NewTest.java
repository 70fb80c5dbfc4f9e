package dev.goro.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code goro new}: the project that it makes builds, passes its test and runs. */
class NewTest extends CommandTest {
  private static final String GREETINGS = "Hello, Ann!\nHello, Bob!\nHello, Eve!\n";

  @Test
  void makesAProjectThatRuns() throws IOException {
    Path repository = temp.resolve("repository");
    Command.Result made =
        goro("new", "My Greeter", "--local-repository", repository.toString()).run();
    assertEquals(0, made.exitCode(), made::toString);
    Path project = folder.resolve("My Greeter");
    useTheMachinesRepositoryToo(project, repository);

    maven(project, "compile", "exec:exec").printed(GREETINGS);
    Command.Result packaged = maven(project, "package").result();
    assertEquals(0, packaged.exitCode(), packaged::toString);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Command.Result jar = Command.of(project, java, "-jar", "target/my-greeter.jar").run();
    assertEquals(GREETINGS, jar.cleanOutput());
    assertEquals(
        GREETINGS,
        goro("run", "--cp", "My Greeter/target/classes", "--class", "App").run().cleanOutput());
  }

  @Test
  void makesALibraryThatPassesItsTests() throws IOException {
    Path repository = temp.resolve("repository");
    Command.Result made =
        goro("new", "--library", "squares", "--local-repository", repository.toString()).run();
    assertEquals(0, made.exitCode(), made::toString);
    Path project = folder.resolve("squares");
    useTheMachinesRepositoryToo(project, repository);

    // -q shows what a test prints: that of a JVM without the flag would say so.
    Command.Result packaged = maven(project, "package").result();
    assertEquals(0, packaged.exitCode(), packaged::toString);
    assertFalse(packaged.toString().contains("JDK's scheduler"), packaged::toString);
    assertTrue(Files.exists(project.resolve("target/squares-1.0.jar")), packaged::toString);
    long plain = Files.size(project.resolve("target/classes/example/Squares.class"));
    Command.Result woven = maven(project, "-Pwoven", "-Djunit.version=5.14.1", "package").result();
    assertEquals(0, woven.exitCode(), woven::toString);
    long polled = Files.size(project.resolve("target/classes/example/Squares.class"));
    assertTrue(polled > plain, "weaving adds polls to the class: " + plain + ", " + polled);

    Path test = project.resolve("src/test/java/example/SquaresTest.java");
    Files.writeString(
        test,
        Files.readString(test)
            .replace(
                "assertEquals(0,",
                "dev.goro.Go.go(() -> dev.goro.Chan.make().recv());assertEquals(0,"));
    Command.Result leaks = maven(project, "test").result();
    assertEquals(1, leaks.exitCode(), leaks::toString);
    assertTrue(leaks.out().contains("1 goroutine is left over"), leaks::toString);
    assertTrue(leaks.out().contains("created by example.SquaresTest"), leaks::toString);
  }

  @Test
  void refusesAFolderThatIsNotEmpty() throws IOException {
    file("full/file", "");
    Command.Result result = goro("new", "full").run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(result.err().contains("full is not empty"), result::toString);
    Command.Result file = goro("new", "full/file").run();
    assertEquals(2, file.exitCode(), file::toString);
  }

  /**
   * Maven reads what this machine's local repository has from there, and asks Central for the rest.
   */
  private void useTheMachinesRepositoryToo(Path project, Path repository) throws IOException {
    Path machines = Path.of(System.getProperty("user.home"), ".m2", "repository");
    String entry =
        """
        <%1$s><id>machine</id><url>%2$s</url></%1$s>
        """;
    Files.writeString(
        project.resolve("settings.xml"),
        """
        <settings>
          <localRepository>%s</localRepository>
          <profiles>
            <profile>
              <id>machine</id>
              <repositories>%s</repositories>
              <pluginRepositories>%s</pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>machine</activeProfile></activeProfiles>
        </settings>
        """
            .formatted(
                repository,
                entry.formatted("repository", machines.toUri()),
                entry.formatted("pluginRepository", machines.toUri())));
  }

  private Run maven(Path project, String... goals) {
    String[] words = new String[goals.length + 5];
    words[0] = System.getProperty("goro.maven");
    words[1] = "-q";
    words[2] = "-B";
    words[3] = "-s";
    words[4] = "settings.xml";
    System.arraycopy(goals, 0, words, 5, goals.length);
    return new Run(
        Command.of(project, words)
            .env("JAVA_HOME", System.getProperty("java.home"))
            .env("MAVEN_OPTS", "--sun-misc-unsafe-memory-access=allow")
            .run());
  }

  private record Run(Command.Result result) {
    void printed(String output) {
      assertEquals(0, result.exitCode(), result::toString);
      assertTrue(result.out().contains(output), result::toString);
    }
  }
}
