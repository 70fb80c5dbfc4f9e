package programs;

import com.google.common.base.Splitter;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Iterables;
import com.google.common.collect.Range;
import com.google.common.collect.TreeRangeSet;
import com.google.common.graph.GraphBuilder;
import com.google.common.graph.Graphs;
import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import com.google.common.hash.Hashing;
import com.google.common.math.BigIntegerMath;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** Uses Guava's collections, caches, hashes and graphs. */
public final class GuavaProgram {
  private GuavaProgram() {}

  public static void main(String[] args) throws Exception {
    var cache =
        CacheBuilder.newBuilder()
            .maximumSize(100)
            .build(CacheLoader.from((Integer n) -> BigIntegerMath.factorial(n)));
    for (int i = 0; i < 300; i++) {
      cache.get(i);
    }
    System.out.println(cache.get(250).bitLength() + " " + (cache.size() <= 100));
    var words = HashMultiset.create(Splitter.on(' ').split("to be or not to be that is"));
    System.out.println(
        ImmutableSortedMap.copyOf(
            com.google.common.collect.Maps.asMap(words.elementSet(), words::count)));
    System.out.println(Hashing.sha256().hashString("goro", StandardCharsets.UTF_8));
    System.out.println(Hashing.murmur3_128(7).hashBytes(new byte[100_000]));
    BloomFilter<Integer> filter = BloomFilter.create(Funnels.integerFunnel(), 10_000);
    IntStream.range(0, 10_000).forEach(filter::put);
    System.out.println(IntStream.range(0, 10_000).allMatch(filter::mightContain));
    var graph = GraphBuilder.directed().<Integer>build();
    for (int i = 0; i < 200; i++) {
      graph.putEdge(i, (i * 7 + 1) % 200);
    }
    System.out.println(Graphs.reachableNodes(graph, 3).size() + " " + Graphs.hasCycle(graph));
    TreeRangeSet<Integer> ranges = TreeRangeSet.create();
    for (int i = 0; i < 1_000; i++) {
      ranges.add(Range.closedOpen(i * 3, i * 3 + 2 + i % 2));
    }
    System.out.println(Iterables.size(ranges.asRanges()));
  }
}
