package kernels;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Filters, maps and groups a list by the JDK's streams. */
public final class StreamPipeline implements Kernel {
  private static final int LENGTH = 200_000;

  private record Item(int group, int value) {}

  private final List<Item> items =
      IntStream.range(0, LENGTH).mapToObj(i -> new Item(i % 17, i * 7 % 1_009)).toList();

  @Override
  public long compute() {
    return items.stream()
        .filter(item -> item.value() % 3 != 0)
        .map(item -> new Item(item.group(), item.value() * 2))
        .collect(Collectors.groupingBy(Item::group, Collectors.summingLong(Item::value)))
        .entrySet()
        .stream()
        .mapToLong(entry -> entry.getKey() * entry.getValue())
        .sum();
  }

  @Override
  public long expected() {
    return 1_073_927_382;
  }
}
