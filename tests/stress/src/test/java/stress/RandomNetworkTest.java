package stress;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Go;
import dev.goro.testing.Eventually;
import dev.goro.testing.GoroTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A thousand random programs. Each seed makes a network of goroutines and channels (see {@link
 * Network}) that does the same each time but for the scheduling, and then checks that nothing was
 * lost, doubled or out of order.
 */
@GoroTest(seconds = 1_200)
class RandomNetworkTest {
  private static final int SEEDS = 1_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void nothingIsLostDoubledOrOutOfOrder(int procs) throws Exception {
    // Each seed runs at one number of Ps in the short tier, at all three in the long one.
    boolean all = Tier.work(1) > 1;
    int share = procs == 1 ? 0 : procs == 2 ? 1 : 2;
    for (int round = 0; round < (all ? 4 : 1); round++) {
      for (int seed = 0; seed < SEEDS; seed++) {
        if (all || seed % 3 == share) {
          runSeed(procs, seed + round * SEEDS);
        }
      }
    }
  }

  /**
   * Runs the one seed that {@code -Dgoro.seed=N} gives, for a look at a failure; without it the
   * first one.
   */
  @Test
  void oneSeed() throws Exception {
    runSeed(2, Integer.getInteger("goro.seed", 0));
  }

  private static void runSeed(int procs, int seed) throws Exception {
    try {
      onMainAtProcs(
          procs,
          () -> {
            int before = Go.numGoroutine();
            var network = new Network(seed);
            network.run();
            assertEquals(network.sent(), network.arrived(), "checksum of what arrived");
            Eventually.that("no goroutine is left", () -> Go.numGoroutine() <= before);
          });
    } catch (Throwable t) {
      throw new AssertionError("seed " + seed + " at " + procs + " Ps failed: " + t, t);
    }
  }
}
