package dev.goro.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of Java in a page.
 *
 * <p>A block that holds a {@code main}, a package or a module is a whole file. Any other block is
 * statements, and is put into a {@code main} for the compiler. What such a fragment needs and does
 * not show stands in a comment before the block, which no reader of the rendered page sees: {@code
 * <!-- given: var jobs = Chan.<String>make(); -->}.
 *
 * <p>A block with comments {@code // prints …} is run: these are the lines that it prints, in the
 * order in which they stand there.
 *
 * @param page the page
 * @param line the line in which the block opens, from 1
 * @param given the statements of the comment before it
 * @param code the block
 */
record Snippet(Path page, int line, String given, String code) {
  private static final Pattern GIVEN = Pattern.compile("<!-- given: (.*) -->");
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile("(?m)^public (?:final )?(?:class|record|interface|enum) (\\w+)");
  private static final Pattern PRINTS = Pattern.compile("// prints (.*)");

  /** What fragments and phrases need not import. */
  static final String IMPORTS =
      """
      import static dev.goro.Go.*;
      import static dev.goro.Select.*;
      import static java.time.Duration.*;
      import module dev.goro.core;
      """;

  /** The blocks of a page that are fenced as Java. */
  static List<Snippet> of(Path page) throws IOException {
    List<String> lines = Files.readAllLines(page);
    var snippets = new ArrayList<Snippet>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().equals("```java")) {
        int end = i + 1;
        while (!lines.get(end).strip().equals("```")) {
          end++;
        }
        String code = String.join("\n", lines.subList(i + 1, end)).stripIndent() + "\n";
        snippets.add(new Snippet(page, i + 1, given(lines, i), code));
        i = end;
      }
    }
    return snippets;
  }

  private static String given(List<String> lines, int block) {
    int before = block - 1;
    while (before >= 0 && lines.get(before).isBlank()) {
      before--;
    }
    Matcher given = GIVEN.matcher(before < 0 ? "" : lines.get(before));
    return given.find() ? given.group(1) : "";
  }

  /** The name of the file that javac wants for {@link #source}. */
  String fileName() {
    if (isModule()) {
      return "module-info.java";
    }
    Matcher type = PUBLIC_TYPE.matcher(code);
    return type.find() ? type.group(1) + ".java" : "Page.java";
  }

  /** The lines that it says it prints; a block that says nothing is compiled only. */
  List<String> prints() {
    return PRINTS.matcher(code).results().map(said -> said.group(1)).toList();
  }

  /** The source to compile. */
  String source() {
    if (isWhole()) {
      return code;
    }
    var imports = new StringJoiner("\n");
    var body = new StringJoiner("\n");
    code.lines().forEach(line -> (line.startsWith("import ") ? imports : body).add(line));
    return "%s\n%s\nvoid main() throws Exception {\n%s\n%s\n}\n"
        .formatted(IMPORTS, imports, given, body);
  }

  private boolean isWhole() {
    return code.contains("void main(")
        || code.startsWith("package ")
        || PUBLIC_TYPE.matcher(code).find()
        || isModule();
  }

  private boolean isModule() {
    return code.startsWith("module ") || code.startsWith("open module ");
  }

  @Override
  public String toString() {
    return Project.root().relativize(page) + ":" + line;
  }
}
