package dev.goro.lab.work;

import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Tasks;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Follows the links of a made-up web from its first page, and counts the words of all pages. */
final class Scraper implements Program {
  private static final int PAGES = 500;
  private static final int WORDS = 300;

  private record Found(int words, Set<Integer> links, long begun) {}

  @Override
  public String name() {
    return "scraper";
  }

  @Override
  public String about() {
    return ("Fetches %d pages that link to each other, a task for each; each takes 1 to 4 ms to come, has"
            + " %d words, and is searched for links.")
        .formatted(PAGES, WORDS);
  }

  @Override
  public String operation() {
    return "page";
  }

  @Override
  public List<Measure> matters() {
    return List.of(Measure.THROUGHPUT, Measure.CPU, Measure.MEMORY);
  }

  @Override
  public Outcome run(Tasks tasks) throws Exception {
    var latencies = new Latencies(PAGES);
    Tasks.Mailbox<Found> done = tasks.mailbox(PAGES);
    var seen = new HashSet<Integer>();
    int running = visit(tasks, 0, seen, done);
    long words = 0;
    while (running > 0) {
      Found found = done.take();
      latencies.since(found.begun);
      running--;
      words += found.words;
      for (int link : found.links) {
        running += visit(tasks, link, seen, done);
      }
    }
    Check.equal("the number of words", (long) PAGES * WORDS, words);
    return new Outcome(latencies.all(), 0);
  }

  /** Starts to fetch a page that was not seen before; returns how many tasks it started. */
  private static int visit(Tasks tasks, int page, Set<Integer> seen, Tasks.Mailbox<Found> done) {
    if (!seen.add(page)) {
      return 0;
    }
    long begun = System.nanoTime();
    tasks.start(
        () -> {
          String text = fetch(tasks, page);
          done.put(new Found(words(text), links(text), begun));
        });
    return 1;
  }

  /** A page: words, and links to others, so that each page can be reached from the first. */
  private static String fetch(Tasks tasks, int page) throws InterruptedException {
    tasks.sleep(Duration.ofMillis(1 + page * 7 % 4));
    var text = new StringBuilder("<html><body>");
    for (int i = 0; i < WORDS; i++) {
      text.append("word").append(i * 31 + page).append(' ');
    }
    for (int link : new int[] {4 * page + 1, 4 * page + 2, 4 * page + 3, 4 * page + 4, page / 3}) {
      if (link < PAGES) {
        text.append("<a href=\"/page/").append(link).append("\"></a>");
      }
    }
    return text.append("</body></html>").toString();
  }

  private static int words(String text) {
    int words = 0;
    for (int at = text.indexOf("word"); at >= 0; at = text.indexOf("word", at + 1)) {
      words++;
    }
    return words;
  }

  private static Set<Integer> links(String text) {
    var links = new TreeSet<Integer>();
    String begin = "href=\"/page/";
    for (int at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + 1)) {
      int from = at + begin.length();
      links.add(Integer.valueOf(text.substring(from, text.indexOf('"', from))));
    }
    return links;
  }
}
