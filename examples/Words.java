// A generator reads a text word by word; a coroutine lays the words out in lines.
//
//   goro run examples/Words.java
//
// Neither knows of the other, and no thread and no queue stands between them: the loop in main asks the
// one for a word and gives it to the other.

import module dev.goro.core;

void main() {
  String text =
      "A coroutine is a piece of code that can stop in the middle, hand a value to whoever called it, "
          + "and go on from there when it is called again.";
  try (Generator<String> words = words(text);
      Coroutine<String, Optional<String>> lines = lines(24)) {
    for (String word : words) {
      lines.resume(word).ifPresent(IO::println); // most words give no line yet
    }
    lines.resume(null).ifPresent(IO::println);
  }
}

Generator<String> words(String text) {
  return Generator.of(
      self -> {
        int begin = 0;
        for (int i = 0; i <= text.length(); i++) {
          if (i == text.length() || text.charAt(i) == ' ') {
            if (i > begin) {
              self.yield(text.substring(begin, i));
            }
            begin = i + 1;
          }
        }
      });
}

/** Takes words, {@code null} for their end; gives a line each time that one is full. */
Coroutine<String, Optional<String>> lines(int width) {
  return Coroutine.of(
      (self, first) -> {
        var line = new StringBuilder();
        for (String word = first; word != null; ) {
          if (line.length() + word.length() >= width && !line.isEmpty()) {
            String full = line.toString();
            line.setLength(0);
            line.append(word);
            word = self.yield(Optional.of(full));
          } else {
            line.append(line.isEmpty() ? "" : " ").append(word);
            word = self.yield(Optional.empty());
          }
        }
        return Optional.of(line.toString());
      });
}
