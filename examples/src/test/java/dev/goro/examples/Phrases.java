package dev.goro.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of a page whose second column is Java: each code span there is a phrase, which has to
 * compile by itself. A phrase is a statement, an expression with a call, or the name of a type. A
 * single word in lower case, such as {@code null}, is none.
 *
 * <p>The table has a comment before it, which no reader of the rendered page sees. It holds the
 * fields and methods that the phrases need: {@code <!-- phrases: Chan<Integer> ch = Chan.make();
 * -->}. It may have several lines, and imports among them.
 *
 * @param page the page
 * @param line the line in which the comment opens, from 1
 * @param given the comment's declarations
 * @param phrases the code spans
 */
record Phrases(Path page, int line, String given, List<String> phrases) {
  private static final Pattern TABLE =
      Pattern.compile("<!-- phrases:((?:(?!-->).)*)-->\\s*\\n((?:\\|[^\\n]*\\n)+)", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern WORD = Pattern.compile("[a-z]+");
  private static final Pattern TYPE = Pattern.compile("[A-Z]\\w*(?:\\.[A-Z]\\w*)*");

  /** The tables of a page. */
  static List<Phrases> of(Path page) throws IOException {
    String text = Files.readString(page);
    var tables = new ArrayList<Phrases>();
    Matcher table = TABLE.matcher(text);
    while (table.find()) {
      int line = (int) text.substring(0, table.start()).lines().count() + 1;
      var phrases = new ArrayList<String>();
      table
          .group(2)
          .lines()
          .skip(2) // the head, and the line under it
          .map(row -> row.split("(?<!\\\\)\\|")[2])
          .flatMap(cell -> CODE.matcher(cell).results())
          .map(code -> code.group(1))
          .filter(code -> !WORD.matcher(code).matches())
          .forEach(phrases::add);
      tables.add(new Phrases(page, line, table.group(1), phrases));
    }
    return tables;
  }

  /** A source in which each phrase is a method of its own. */
  String source() {
    var imports = new StringBuilder();
    var members = new StringBuilder();
    given
        .lines()
        .map(String::strip)
        .forEach(l -> (l.startsWith("import ") ? imports : members).append(l).append('\n'));
    for (int i = 0; i < phrases.size(); i++) {
      members
          .append("void phrase%d() throws Exception {\n  ".formatted(i))
          .append(statement(phrases.get(i)))
          .append("\n}\n");
    }
    return Snippet.IMPORTS + imports + members + "void main() {}\n";
  }

  private static String statement(String phrase) {
    if (TYPE.matcher(phrase).matches()) {
      return "Class<?> type = " + phrase + ".class;";
    }
    return phrase.endsWith(";") || phrase.endsWith("}") ? phrase : phrase + ";";
  }

  @Override
  public String toString() {
    return Project.root().relativize(page) + ":" + line;
  }
}
