package kernels;

import java.util.HashMap;
import java.util.Map;

/** Counts how often each of some thousand words comes in a long row of them. */
public final class HashMapLoop implements Kernel {
  private static final int WORDS = 5_000;
  private static final int LENGTH = 200_000;

  private final String[] words = new String[WORDS];

  /** Makes the words. */
  public HashMapLoop() {
    for (int i = 0; i < WORDS; i++) {
      words[i] = "word" + i * 31;
    }
  }

  @Override
  public long compute() {
    Map<String, Integer> counts = new HashMap<>();
    int random = 7;
    for (int i = 0; i < LENGTH; i++) {
      random = random * 1_664_525 + 1_013_904_223;
      counts.merge(words[(random >>> 8) % WORDS], 1, Integer::sum);
    }
    long check = 0;
    for (Map.Entry<String, Integer> entry : counts.entrySet()) {
      check += (long) entry.getKey().length() * entry.getValue();
    }
    return check;
  }

  @Override
  public long expected() {
    return 1_856_145;
  }
}
