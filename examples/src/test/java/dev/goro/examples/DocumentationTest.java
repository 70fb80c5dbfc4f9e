package dev.goro.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The README and the pages in docs: their Java compiles and prints what they say, their links lead
 * somewhere.
 */
@Timeout(120)
class DocumentationTest {
  private static final Pattern EXPORTED = Pattern.compile("(?m)^  exports ([\\w.]+)");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#\\s]+)[^)]*\\)");

  static List<Path> pages() {
    return Project.pages();
  }

  static List<Snippet> snippets() throws IOException {
    var all = new ArrayList<Snippet>();
    for (Path page : Project.pages()) {
      all.addAll(Snippet.of(page));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void javaCompiles(Snippet snippet, @TempDir Path folder) throws Exception {
    Path source = folder.resolve(snippet.fileName());
    Files.writeString(source, snippet.source());
    Javac.compile(source);
  }

  static List<Snippet> snippetsThatSayWhatTheyPrint() throws IOException {
    return snippets().stream().filter(s -> !s.prints().isEmpty()).toList();
  }

  @ParameterizedTest
  @MethodSource("snippetsThatSayWhatTheyPrint")
  void javaPrintsWhatItSays(Snippet snippet, @TempDir Path folder) throws Exception {
    Path source = folder.resolve(snippet.fileName());
    Files.writeString(source, snippet.source());
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Javac.compile(source, classes);
    String type = snippet.fileName().replace(".java", "");
    assertEquals(snippet.prints(), Running.output(classes, type));
  }

  static List<Phrases> phrases() throws IOException {
    var all = new ArrayList<Phrases>();
    for (Path page : Project.pages()) {
      all.addAll(Phrases.of(page));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("phrases")
  void phrasesCompile(Phrases table, @TempDir Path folder) throws Exception {
    Path source = folder.resolve("Page.java");
    Files.writeString(source, table.source());
    Javac.compile(source);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToFiles(Path page) throws IOException {
    var dead = new ArrayList<String>();
    LINK.matcher(Files.readString(page))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !Files.exists(page.resolveSibling(link)))
        .forEach(dead::add);
    assertEquals(List.of(), dead, "dead links in " + page);
  }

  @Test
  void apiSiteHasEveryPackageOfTheApi() throws IOException {
    String site = Files.readString(Project.root().resolve("javadoc/pom.xml"));
    for (String module : List.of("core", "junit")) {
      String info =
          Files.readString(Project.root().resolve(module + "/src/main/java/module-info.java"));
      EXPORTED
          .matcher(info)
          .results()
          .map(exported -> exported.group(1))
          .filter(exported -> !exported.startsWith("dev.goro.runtime"))
          .map(exported -> "<argument>dev.goro." + module + "/" + exported + "</argument>")
          .forEach(argument -> assertTrue(site.contains(argument), argument));
    }
  }

  @Test
  void picturesAreAsTheirSourceDrawsThem(@TempDir Path folder) throws Exception {
    Path drawn = Project.root().resolve("docs/img");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    var draw =
        new ProcessBuilder(
                java.toString(), drawn.resolve("Draw.java").toString(), folder.toString())
            .inheritIO()
            .start();
    assertEquals(0, draw.waitFor(), "docs/img/Draw.java failed");
    try (var pictures = Files.list(folder)) {
      for (Path picture : pictures.toList()) {
        assertEquals(
            Files.readString(picture),
            Files.readString(drawn.resolve(picture.getFileName())),
            "draw the pictures anew: java docs/img/Draw.java docs/img");
      }
    }
  }

  @Test
  void readmeNamesThisVersion() throws IOException {
    String version = System.getProperty("goro.version");
    assertTrue(
        Files.readString(Project.root().resolve("README.md"))
            .contains("<version>" + version + "</version>"),
        "the README's Maven dependency must be of version " + version);
  }

  @Test
  void gradlePageHasTheVersionsAndFlagsOfTheBuild() throws IOException {
    String page = Files.readString(Project.root().resolve("docs/gradle.md"));
    String pom = Files.readString(Project.root().resolve("pom.xml"));
    String version = System.getProperty("goro.version");
    for (String artifact : List.of("goro-core", "goro-junit", "goro-agent")) {
      assertTrue(page.contains("\"dev.goro:" + artifact + ":" + version + "\""), artifact);
    }
    String junit = element(pom, "junit.version");
    assertTrue(page.contains("\"org.junit.jupiter:junit-jupiter:" + junit + "\""), junit);
    // One argument to a JVM: Gradle takes each as a string of its own.
    String flags = element(pom, "goro.jvm.flags").replace("--add-opens ", "--add-opens=");
    String list = "listOf(\"" + flags.replace(" ", "\", \"") + "\")";
    assertTrue(page.contains(list), list);
  }

  private static String element(String pom, String name) {
    int start = pom.indexOf("<" + name + ">") + name.length() + 2;
    return pom.substring(start, pom.indexOf("</" + name + ">", start));
  }
}
