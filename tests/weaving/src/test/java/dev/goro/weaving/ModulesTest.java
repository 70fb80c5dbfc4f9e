package dev.goro.weaving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A module that does not know Goro is woven all the same, where Goro is there. */
@Timeout(120)
class ModulesTest {
  private static final String CORE = LibraryJars.named("goro-core").getFirst().toString();

  @TempDir Path folder;

  @BeforeEach
  void compile() throws IOException {
    Path module = Files.writeString(folder.resolve("module-info.java"), "module m {}");
    Path main =
        Files.writeString(
            folder.resolve("Main.java"),
            """
            package m;

            public class Main {
              public static void main(String[] args) {
                long n = args.length + 7;
                while (n != 1) {
                  n = n % 2 == 0 ? n / 2 : 3 * n + 1;
                }
                System.out.println(n);
              }
            }
            """);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", out(), module.toString(), main.toString());
    assertEquals(0, result);
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  @Test
  void goroIsAModule() throws Exception {
    assertWoven(
        1, "-p", out() + java.io.File.pathSeparator + CORE, "--add-modules", "dev.goro.core");
  }

  @Test
  void goroIsOnTheClassPath() throws Exception {
    assertWoven(1, "-p", out(), "-cp", CORE);
  }

  @Test
  void goroIsNotThere() throws Exception {
    assertWoven(0, "-p", out());
  }

  private void assertWoven(int classes, String... path) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-javaagent:" + LibraryJars.named("goro-agent").getFirst() + "=report");
    command.addAll(List.of(path));
    command.addAll(List.of("-m", "m/m.Main"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), said);
    assertTrue(said.startsWith("1\n"), said);
    assertTrue(said.contains("goro: weave: " + classes + " classes woven"), said);
  }
}
