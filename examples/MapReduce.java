// Map and reduce: counts the words of all files of a folder.
//
//   goro run examples/MapReduce.java          counts in files that it makes
//   goro run examples/MapReduce.java FOLDER   counts in yours, and those in the folders below
//
// A goroutine for each file reads and counts (map). It sends each word's count to the one of four
// reducers that the word belongs to, so that no two reducers have the same word and no map is
// shared. In the end the ten most frequent words are printed.

import static dev.goro.Go.*;

import module dev.goro.core;

final int REDUCERS = 4;
final int FILES_AT_ONCE = 16;

record Count(String word, long times) {}

void main(String[] args) throws Exception {
  if (args.length > 1 || args.length == 1 && !Files.isDirectory(Path.of(args[0]))) {
    System.err.println("MapReduce takes a folder, or nothing.");
    System.exit(2);
  }
  Path folder = args.length == 1 ? Path.of(args[0]) : makeFiles();

  List<Chan<Count>> shelves = new ArrayList<>();
  Chan<List<Count>> results = Chan.make();
  for (int r = 0; r < REDUCERS; r++) {
    Chan<Count> shelf = Chan.make(100);
    shelves.add(shelf);
    go(() -> results.send(reduce(shelf)));
  }

  var mapping = new ErrGroup();
  mapping.setLimit(FILES_AT_ONCE);
  try (Stream<Path> files = Files.walk(folder)) {
    files.filter(Files::isRegularFile).forEach(f -> mapping.go(() -> map(f, shelves)));
  }
  mapping.await(); // throws if a file cannot be read
  shelves.forEach(Chan::close);

  List<Count> all = new ArrayList<>();
  for (int r = 0; r < REDUCERS; r++) {
    all.addAll(results.recv());
  }
  all.sort(Comparator.comparingLong(Count::times).reversed().thenComparing(Count::word));
  IO.println("%,d words, %,d different ones".formatted(sum(all), all.size()));
  all.stream().limit(10).forEach(c -> IO.println("%7d %s".formatted(c.times, c.word)));
}

/** One file: each of its words once, with how often it stands there. */
void map(Path file, List<? extends SendChan<Count>> shelves) throws IOException {
  var counts = new HashMap<String, Long>();
  try (Stream<String> lines = Files.lines(file)) {
    lines
        .flatMap(Pattern.compile("[^\\p{L}]+")::splitAsStream)
        .filter(word -> !word.isEmpty())
        .forEach(word -> counts.merge(word.toLowerCase(Locale.ROOT), 1L, Long::sum));
  }
  counts.forEach(
      (word, times) ->
          shelves
              .get(Math.floorMod(word.hashCode(), shelves.size()))
              .send(new Count(word, times)));
}

/** All files: the words of one shelf. */
List<Count> reduce(RecvChan<Count> shelf) {
  var counts = new HashMap<String, Long>();
  for (Count c : shelf) {
    counts.merge(c.word, c.times, Long::sum);
  }
  return counts.entrySet().stream().map(e -> new Count(e.getKey(), e.getValue())).toList();
}

long sum(List<Count> counts) {
  return counts.stream().mapToLong(Count::times).sum();
}

/** A hundred files of a thousand words, the same at each run. */
Path makeFiles() throws IOException {
  Path folder = Files.createTempDirectory("words");
  folder.toFile().deleteOnExit();
  var words = "the a of and to in he have it that for they with as not on she at by this".split(" ");
  var random = new Random(7);
  for (int f = 0; f < 100; f++) {
    var text = new StringBuilder();
    for (int w = 0; w < 1_000; w++) {
      double rare = random.nextDouble();
      text.append(words[(int) (rare * rare * words.length)]).append(w % 12 == 11 ? ".\n" : " ");
    }
    Path file = Files.writeString(folder.resolve(f + ".txt"), text);
    file.toFile().deleteOnExit();
  }
  return folder;
}
