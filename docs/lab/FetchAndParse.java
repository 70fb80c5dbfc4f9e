import dev.goro.lab.Trial;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A task for {@code goro lab try}: waits as for a service, and then works on what came. */
class FetchAndParse implements Trial {
  private static final int MOST_MILLIS = 8;

  @Override
  public void run(int number) throws Exception {
    Thread.sleep(2 + number % (MOST_MILLIS - 1)); // the call of the other service
    var hash = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < 50; i++) {
      hash.update(("line " + number + " " + i).getBytes(StandardCharsets.UTF_8));
    }
    if (hash.digest().length != 32) {
      throw new AssertionError("a hash of SHA-256 has 32 bytes");
    }
  }
}
