package programs;

import java.util.ArrayList;
import java.util.List;
import kotlin.Unit;
import kotlin.collections.CollectionsKt;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.ranges.IntRange;
import kotlin.sequences.SequencesKt;
import kotlin.text.Regex;
import kotlin.text.StringsKt;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.Job;

/** Uses Kotlin's collections, sequences, texts and coroutines. */
public final class KotlinProgram {
  private KotlinProgram() {}

  public static void main(String[] args) throws Exception {
    var numbers = CollectionsKt.toList(new IntRange(1, 10_000));
    var squares =
        SequencesKt.take(
            SequencesKt.filter(
                SequencesKt.map(CollectionsKt.asSequence(numbers), n -> n * n), n -> n % 3 == 1),
            1_000);
    System.out.println(SequencesKt.sumOfInt(squares));
    System.out.println(
        CollectionsKt.joinToString(
            CollectionsKt.chunked(numbers.subList(0, 50), 7), ";", "", "", 4, "...", null));
    System.out.println(
        SequencesKt.count(new Regex("[a-z]+[0-9]").findAll("ab1 cd2 ef gh3".repeat(100), 0)));
    System.out.println(StringsKt.reversed(StringsKt.trimIndent("  one\n    two")).toString());
    List<Integer> done = new ArrayList<>();
    Integer jobs =
        BuildersKt.runBlocking(
            EmptyCoroutineContext.INSTANCE,
            (scope, continuation) -> {
              for (int i = 0; i < 100; i++) {
                int n = i;
                Job job =
                    BuildersKt.launch(
                        scope,
                        Dispatchers.getDefault(),
                        CoroutineStart.DEFAULT,
                        (_, next) -> {
                          synchronized (done) {
                            done.add(n);
                          }
                          return DelayKt.delay(5, next);
                        });
                if (job.isCancelled()) {
                  return -1;
                }
              }
              return 100;
            });
    System.out.println(jobs + " " + CollectionsKt.sumOfInt(done) + " " + Unit.INSTANCE);
  }
}
