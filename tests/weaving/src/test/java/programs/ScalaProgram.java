package programs;

import scala.collection.immutable.HashMap;
import scala.collection.immutable.LazyList$;
import scala.collection.immutable.List;
import scala.collection.immutable.List$;
import scala.collection.immutable.Range;
import scala.collection.immutable.TreeMap;
import scala.collection.immutable.Vector;
import scala.math.BigInt;
import scala.math.BigInt$;
import scala.math.Ordering;
import scala.util.matching.Regex;

/** Uses Scala's collections, lazy lists, numbers and texts. */
public final class ScalaProgram {
  private ScalaProgram() {}

  @SuppressWarnings("unchecked")
  public static void main(String[] args) {
    List<Object> numbers = new Range.Inclusive(1, 5_000, 1).toList();
    System.out.println(numbers.map(n -> (Integer) n * 2).filter(n -> n % 3 == 0).length());
    Vector<Object> vector = (Vector<Object>) numbers.toVector().reverse();
    System.out.println(vector.apply(77) + " " + vector.grouped(13).length());
    HashMap<Integer, String> map = new HashMap<>();
    TreeMap<Integer, String> tree =
        new TreeMap<>((Ordering<Integer>) (Object) scala.math.Ordering.Int$.MODULE$);
    for (int i = 0; i < 3_000; i++) {
      map = map.updated(i * 31, "v" + i);
      tree = tree.updated(i * 7919 % 3_001, "t" + i);
    }
    System.out.println(map.size() + " " + tree.headOption() + " " + tree.last());
    BigInt product =
        (BigInt)
            numbers
                .take(200)
                .foldLeft(
                    BigInt$.MODULE$.apply(1),
                    (a, n) -> a.$times(BigInt$.MODULE$.apply((Integer) n)));
    System.out.println(product.bitLength());
    System.out.println(LazyList$.MODULE$.from(1, 3).take(500).map(n -> (Integer) n).last());
    System.out.println(
        new Regex("[0-9]+", List$.MODULE$.<String>newBuilder().result())
            .findAllIn("a1b22c333".repeat(50))
            .length());
    System.out.println(numbers.sliding(3, 2).size() + " " + numbers.mkString("").length());
  }
}
