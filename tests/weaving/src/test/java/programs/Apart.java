package programs;

import java.io.IOException;

/** Runs a loop in a class whose loader sees nothing but the JDK. */
public final class Apart {
  private Apart() {}

  /**
   * Runs the program.
   *
   * @param args not used
   * @throws Exception if the class cannot be loaded
   */
  public static void main(String[] args) throws Exception {
    var loop = new Loader().define().getDeclaredConstructor().newInstance();
    ((Runnable) loop).run();
  }

  /** Is loaded a second time, apart from Goro. */
  public static final class Loop implements Runnable {
    /** Makes one. */
    public Loop() {}

    @Override
    public void run() {
      long n = 1_000;
      while (n != 1) {
        n = n % 2 == 0 ? n / 2 : 3 * n + 1;
      }
      System.out.println(n);
    }
  }

  private static final class Loader extends ClassLoader {
    Loader() {
      super(ClassLoader.getPlatformClassLoader());
    }

    Class<?> define() throws IOException {
      try (var in = Apart.class.getResourceAsStream("Apart$Loop.class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(Loop.class.getName(), bytes, 0, bytes.length);
      }
    }
  }
}
