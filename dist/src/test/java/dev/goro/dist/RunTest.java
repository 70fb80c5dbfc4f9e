package dev.goro.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code goro run}. */
class RunTest extends CommandTest {
  private static final String HELLO =
      """
      import static dev.goro.Go.*;
      import dev.goro.*;

      void main() {
        Chan<String> messages = Chan.make();
        go(() -> messages.send("ping"));
        IO.println(messages.recv());
      }
      """;

  private static final String ARGUMENTS =
      "void main(String[] args) { IO.println(String.join(\"|\", args)); }";

  private static final String LOOKS_FOR_POLLS =
      """
      void main() throws Exception {
        try (var in = getClass().getResourceAsStream("Looks.class")) {
          String file = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
          boolean found = false;
          for (String part : file.split("/")) {
            found |= part.startsWith("Preempt");
          }
          IO.println(found);
        }
      }
      """;

  @Test
  void runsACompactSourceFile() throws IOException {
    file("Hello.java", HELLO);
    assertEquals("ping\n", goro("run", "Hello.java").run().cleanOutput());
    assertEquals("ping\n", goro("run", "Hello.java").run().cleanOutput());
  }

  @Test
  void compilesWithAnImportOfTheModule() throws IOException {
    file(
        "Modular.java",
        """
        import module dev.goro.core;

        void main() {
          var group = new WaitGroup();
          group.go(() -> IO.println("in a group of goroutine " + Go.goid()));
          group.await();
        }
        """);
    assertTrue(
        goro("run", "Modular.java").run().cleanOutput().startsWith("in a group of goroutine "));
  }

  @Test
  void makesMainTheMainGoroutine() throws IOException {
    file(
        "First.java",
        """
        import dev.goro.*;

        void main() {
          IO.println(Go.goid() + " " + Thread.currentThread().isVirtual());
          Go.go(() -> { while (true) Go.gosched(); });
        }
        """);
    assertEquals("1 true\n", goro("run", "First.java").run().cleanOutput());
  }

  @Test
  void takesSeveralFilesAndBeginsWithTheFirst() throws IOException {
    file(
        "src/app/Start.java",
        """
        package app;

        class Start {
          static void main() {
            System.out.println(Other.name());
          }
        }
        """);
    file(
        "src/app/Other.java",
        """
        package app;

        class Other {
          static String name() {
            return "other";
          }
        }
        """);
    assertEquals(
        "other\n", goro("run", "src/app/Start.java", "src/app/Other.java").run().cleanOutput());
  }

  @Test
  void givesTheProgramItsArguments() throws IOException {
    file("Options.java", ARGUMENTS);
    assertEquals(
        "--serve|-J|--cp\n",
        goro("run", "Options.java", "--serve", "-J", "--cp").run().cleanOutput());
    file("Arguments.java", ARGUMENTS);
    assertEquals(
        "a|b c|*|@d|--|-x|e.java\n",
        goro("run", "Arguments.java", "a", "b c", "*", "@d", "--", "-x", "e.java")
            .run()
            .cleanOutput());
    assertEquals(
        "e.java|\n", goro("run", "Arguments.java", "--", "e.java", "").run().cleanOutput());
    assertEquals("\n", goro("run", "Arguments.java").run().cleanOutput());
  }

  @Test
  void weavesPreemptionPolls() throws IOException {
    file("Looks.java", LOOKS_FOR_POLLS);
    assertEquals("true\n", goro("run", "Looks.java").run().cleanOutput());
    assertEquals("false\n", goro("run", "--no-weave", "Looks.java").run().cleanOutput());
    assertEquals("false\n", goro("run", "--weave=com.acme.*", "Looks.java").run().cleanOutput());
    assertEquals("true\n", goro("run", "--weave", "*", "Looks.java").run().cleanOutput());
    assertEquals(
        "false\n", goro("run", "Looks.java").env("GORO_WEAVE", "!Looks").run().cleanOutput());
    Command.Result wrong = goro("run", "--weave=a..b", "Looks.java").run();
    assertEquals(2, wrong.exitCode(), wrong::toString);
    assertTrue(wrong.err().startsWith("goro: --weave has \"a..b\": "), wrong::toString);
  }

  @Test
  void weavesTheClassPathAsItIsLoaded() throws IOException {
    file("Looks.java", LOOKS_FOR_POLLS);
    Path programs = temp.resolve("programs");
    goro("run", "Looks.java").env("GORO_CACHE", programs.toString()).run().cleanOutput();
    Path jar;
    try (Stream<Path> files = Files.walk(programs)) {
      jar = files.filter(f -> f.endsWith("program.jar")).findFirst().orElseThrow();
    }
    for (String[] choice : new String[][] {{"report"}, {"report,off"}}) {
      Command.Result result =
          goro("run", "--weave", choice[0], "--cp", jar.toString(), "--class", "Looks").run();
      assertEquals(0, result.exitCode(), result::toString);
      assertEquals(choice[0].equals("report"), result.err().contains("woven"), result::toString);
    }
  }

  @Test
  void passesInputOutputAndExitCodeThrough() throws IOException {
    file(
        "Through.java",
        """
        void main() throws Exception {
          System.in.transferTo(System.out);
          System.err.print("err");
          System.exit(77);
        }
        """);
    Command.Result result = goro("run", "Through.java").input("one\ntwo").run();
    assertEquals(77, result.exitCode(), result::toString);
    assertEquals("one\ntwo", result.out());
    assertEquals("err", result.err());
  }

  @Test
  void giveTheProgramItsEnvironment() throws IOException {
    file("Procs.java", "void main() { IO.println(dev.goro.Go.gomaxprocs()); }");
    assertEquals("7\n", goro("run", "Procs.java").env("GOMAXPROCS", "7").run().cleanOutput());
  }

  @Test
  void endsAsAGoProgramDoes() throws IOException {
    file("Panics.java", "void main() { throw new IllegalStateException(\"boo\"); }");
    Command.Result panic = goro("run", "Panics.java").run();
    assertEquals(2, panic.exitCode(), panic::toString);
    assertTrue(
        panic.err().startsWith("panic: java.lang.IllegalStateException: boo\n"), panic::toString);
    assertTrue(panic.err().contains("\tat Panics.main(Panics.java:1)\n"), panic::toString);
    assertTrue(!panic.err().contains("dev.goro.launch"), panic::toString);

    file("Sleeps.java", "void main() { dev.goro.Chan.make().recv(); }");
    Command.Result deadlock = goro("run", "Sleeps.java").run();
    assertEquals(2, deadlock.exitCode(), deadlock::toString);
    assertTrue(
        deadlock.err().startsWith("fatal error: all goroutines are asleep - deadlock!\n"),
        deadlock::toString);
  }

  @Test
  void showsACompileErrorAsJavacDoes() throws IOException {
    file("Wrong.java", "void main() { int x = \"a\"; }\n");
    Command.Result result = goro("run", "Wrong.java").run();
    assertEquals(1, result.exitCode(), result::toString);
    assertEquals(
        """
        Wrong.java:1: error: incompatible types: String cannot be converted to int
        void main() { int x = "a"; }
                              ^
        1 error
        """,
        result.err());
    assertEquals("", result.out());
  }

  @Test
  void hidesWhatTheModuleDoesNotExport() throws IOException {
    file("Peeks.java", "void main() { dev.goro.runtime.sched.Program.run(() -> {}); }");
    Command.Result result = goro("run", "Peeks.java").run();
    assertEquals(1, result.exitCode(), result::toString);
    assertTrue(result.err().contains("dev.goro.runtime.sched"), result::toString);
  }

  @Test
  void passesFlagsToTheJvm() throws IOException {
    file(
        "Flags.java",
        """
        void main() {
          IO.println(System.getProperty("colour"));
          java.lang.management.ManagementFactory.getGarbageCollectorMXBeans()
              .forEach(b -> IO.println(b.getName()));
        }
        """);
    assertEquals(
        "red\nCopy\nMarkSweepCompact\n",
        goro("run", "-J-Dcolour=red", "-J-XX:+UseSerialGC", "Flags.java").run().cleanOutput());
  }

  @Test
  void runsAClassOfTheClassPathAndAJar() throws IOException {
    Path jar = applicationJar();
    assertEquals("app x|y\n", goro("run", "-jar", jar.toString(), "x", "y").run().cleanOutput());
    assertEquals(
        "app x|--class\n",
        goro("run", "--cp", jar.toString(), "--class", "app.Main", "x", "--class")
            .run()
            .cleanOutput());
    file("Caller.java", "void main() { app.Main.main(new String[] {\"called\"}); }");
    assertEquals("app called\n", goro("run", "--cp", "app.jar", "Caller.java").run().cleanOutput());
  }

  @Test
  void compilesAgainOnlyWhatHasChanged() throws IOException {
    file("Changes.java", "void main() { IO.println(\"one\"); }");
    assertEquals("one\n", goro("run", "Changes.java").run().cleanOutput());
    List<FileTime> compiled = compiledPrograms();
    assertEquals("one\n", goro("run", "Changes.java").run().cleanOutput());
    assertEquals(compiled, compiledPrograms());
    file("Changes.java", "void main() { IO.println(\"two\"); }");
    assertEquals("two\n", goro("run", "Changes.java").run().cleanOutput());
    assertEquals(compiled.size() + 1, compiledPrograms().size());
    file("Changes.java", "void main() { IO.println(\"one\"); }");
    assertEquals("one\n", goro("run", "Changes.java").run().cleanOutput());
    assertEquals(compiled.size() + 1, compiledPrograms().size());
  }

  @Test
  void manyFirstRunsAtOnceDoNotMeet() throws IOException {
    file("Hello.java", HELLO);
    Path newCache = temp.resolve("new cache");
    var running = new ArrayList<Command.Running>();
    for (int i = 0; i < 4; i++) {
      running.add(Command.goro(folder, newCache, "run", "Hello.java").start());
    }
    for (Command.Running one : running) {
      assertEquals("ping\n", one.await().cleanOutput());
    }
    try (Stream<Path> entries = Files.list(newCache.resolve("run"))) {
      assertEquals(1, entries.count());
    }
  }

  @Test
  void runsWithABrokenOrMissingCacheForTheStart() throws IOException {
    file("Hello.java", HELLO);
    Path newCache = temp.resolve("new cache");
    assertEquals("ping\n", Command.goro(folder, newCache, "run", "Hello.java").run().cleanOutput());
    Path start;
    try (Stream<Path> files = Files.list(newCache.resolve("start"))) {
      start = files.findFirst().orElseThrow();
    }
    assertTrue(Files.size(start) > 0, "this JDK makes a cache");
    Files.writeString(start, "broken");
    assertEquals("ping\n", Command.goro(folder, newCache, "run", "Hello.java").run().cleanOutput());
    Files.delete(start);
    assertEquals("ping\n", Command.goro(folder, newCache, "run", "Hello.java").run().cleanOutput());
  }

  @Test
  void saysWhatIsWrongInOneSentence() throws IOException {
    file("Empty.java", "");
    file("NoMain.java", "class NoMain {}");
    assertMisused("goro run needs a program", "run");
    assertMisused("there is no file Nowhere.java", "run", "Nowhere.java");
    assertMisused("program is no .java file", "run", "program");
    assertMisused("--bogus", "run", "--bogus", "Empty.java");
    assertMisused("--class-path", "run", "--cp");
    assertMisused("there is no jar nowhere.jar", "run", "-jar", "nowhere.jar");
    assertMisused("class Nowhere is not on the class path", "run", "--class", "Nowhere");
    assertMisused("has no main method", "run", "NoMain.java");
    Command.Result empty = goro("run", "Empty.java").run();
    assertEquals(1, empty.exitCode(), empty::toString);
    assertTrue(empty.err().contains("declares no class"), empty::toString);
  }

  private void assertMisused(String part, String... args) {
    Command.Result result = goro(args).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertEquals(1, result.err().lines().count(), result::toString);
    assertTrue(result.err().startsWith("goro: "), result::toString);
    assertTrue(result.err().contains(part), result::toString);
  }

  private List<FileTime> compiledPrograms() throws IOException {
    var times = new ArrayList<FileTime>();
    try (Stream<Path> entries = Files.list(cache.resolve("run"))) {
      for (Path entry : entries.sorted().toList()) {
        times.add(Files.getLastModifiedTime(entry.resolve("program.jar")));
      }
    }
    return times;
  }

  private Path applicationJar() throws IOException {
    file(
        "build/app/Main.java",
        """
        package app;

        public class Main {
          public static void main(String[] args) {
            System.out.println("app " + String.join("|", args));
          }
        }
        """);
    String javac = Path.of(System.getProperty("java.home"), "bin", "javac").toString();
    Command.of(folder, javac, "build/app/Main.java").run().cleanOutput();
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "app.Main");
    Path jar = folder.resolve("app.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry("app/Main.class"));
      Files.copy(folder.resolve("build/app/Main.class"), out);
      out.closeEntry();
    }
    return jar;
  }
}
