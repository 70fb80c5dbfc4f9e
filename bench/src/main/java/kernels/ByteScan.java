package kernels;

/** Goes through the bytes of a text and counts its lines, words and digits. */
public final class ByteScan implements Kernel {
  private static final int LENGTH = 1 << 20;

  private final byte[] text = new byte[LENGTH];

  /** Makes the text. */
  public ByteScan() {
    int random = 3;
    for (int i = 0; i < LENGTH; i++) {
      random = random * 1_664_525 + 1_013_904_223;
      int kind = (random >>> 10) % 100;
      text[i] =
          (byte)
              (kind < 2 ? '\n' : kind < 18 ? ' ' : kind < 24 ? '0' + kind % 10 : 'a' + kind % 26);
    }
  }

  private static int lines(byte[] text) {
    int lines = 0;
    for (byte b : text) {
      if (b == '\n') {
        lines++;
      }
    }
    return lines;
  }

  private static int words(byte[] text) {
    int words = 0;
    int i = 0;
    while (i < text.length) {
      while (i < text.length && text[i] <= ' ') {
        i++;
      }
      if (i < text.length) {
        words++;
      }
      while (i < text.length && text[i] > ' ') {
        i++;
      }
    }
    return words;
  }

  private static int digits(byte[] text) {
    int digits = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] >= '0' && text[i] <= '9') {
        digits++;
      }
    }
    return digits;
  }

  @Override
  public long compute() {
    return lines(text) * 1_000_000_000_000L + words(text) * 1_000_000L + digits(text);
  }

  @Override
  public long expected() {
    return 20_909_154_940_062_925L;
  }
}
