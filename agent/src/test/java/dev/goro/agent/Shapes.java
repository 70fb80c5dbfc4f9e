package dev.goro.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * Loops and recursions of many shapes, each with the number of polls that it should get. Each takes
 * a small number and returns something that depends on what it did.
 */
final class Shapes {
  private static boolean flag;
  private static int field;
  private int limit;

  private Shapes() {}

  // ---- loops that end by themselves, with nothing inside that takes long

  @Polls(0)
  static int countsUp(int n) {
    int sum = 0;
    for (int i = 0; i < n; i++) {
      sum += i;
    }
    return sum;
  }

  @Polls(0)
  static int countsUpToAndWith(int n) {
    int sum = 0;
    for (int i = 1; i <= n; i += 3) {
      sum += i;
    }
    return sum;
  }

  @Polls(0)
  static int countsDown(int n) {
    int sum = 0;
    while (n-- > 0) {
      sum += n;
    }
    return sum;
  }

  @Polls(0)
  static int countsToTheOther(int n) {
    int sum = 0;
    for (int i = 0; i != n; ++i) {
      sum += 2;
    }
    return sum;
  }

  @Polls(0)
  static int limitOnTheLeft(int n) {
    int sum = 0;
    for (int i = 0; n > i; i++) {
      sum ^= i;
    }
    return sum;
  }

  @Polls(0)
  static int doWhile(int n) {
    int i = 0;
    do {
      i += 2;
    } while (i < n);
    return i;
  }

  @Polls(0)
  static int overAnArray(int n) {
    int sum = 0;
    for (int x : new int[] {n, 2, 3}) {
      sum += x;
    }
    return sum;
  }

  @Polls(0)
  static int limitIsCalculated(int n) {
    int[] a = new int[n + 3];
    for (int i = 0; i < a.length - 1; i++) {
      a[i + 1] = a[i] + i;
    }
    return a[a.length - 1];
  }

  @Polls(0)
  static int limitIsAField(int n) {
    var shapes = new Shapes();
    shapes.limit = n;
    return shapes.upToLimit();
  }

  @Polls(0)
  int upToLimit() {
    int sum = 0;
    for (int i = 0; i < limit; i++) {
      sum += i;
    }
    return sum;
  }

  @Polls(0)
  static int leavesEarly(int n) {
    int found = -1;
    for (int i = 0; i < 1_000 && found < 0; i++) {
      if (i * i > n) {
        found = i;
      }
    }
    return found;
  }

  @Polls(0)
  static int continues(int n) {
    int sum = 0;
    for (int i = 0; i < n; i++) {
      if (i % 3 == 0) {
        continue;
      }
      sum += i;
    }
    return sum;
  }

  @Polls(0)
  static int untilAnElement(int n) {
    int[] a = {1, 2, 3, n + 4, Integer.MAX_VALUE};
    int i = -1;
    while (a[++i] < 4) {}
    return i;
  }

  @Polls(0)
  static int callsMath(int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.sqrt(Integer.bitCount(i));
    }
    return (int) sum;
  }

  @Polls(0)
  static int callsSomethingBrief(int n) {
    int sum = 0;
    for (int i = 0; i < n; i++) {
      sum += twice(once(i));
    }
    return sum;
  }

  @Polls(0)
  static int twice(int n) {
    return n * 2;
  }

  @Polls(0)
  static int once(int n) {
    return n < 0 ? 0 : n;
  }

  @Polls(0)
  static int overAText(int n) {
    String text = "goroutine";
    int hash = n;
    for (int i = 0; i < text.length(); i++) {
      hash = hash * 31 + text.charAt(i);
    }
    return hash;
  }

  // ---- loops that may go on for ever, or for long

  @Polls(1)
  static int endless(int n) {
    int i = 0;
    while (true) {
      if (i * i > n) {
        return i;
      }
      i++;
    }
  }

  @Polls(1)
  static int waitsForAFlag(int n) {
    flag = n >= 0;
    while (!flag) {}
    return n;
  }

  @Polls(1)
  static int halves(int n) {
    int rounds = 0;
    while (n > 0) {
      n >>= 1;
      rounds++;
    }
    return rounds;
  }

  @Polls(1)
  static int wrongWay(int n) {
    int rounds = 0;
    for (int i = 0; i < n; i--) {
      if ((rounds = rounds * 2 + 1) > 500) {
        break;
      }
    }
    return rounds;
  }

  @Polls(1)
  static int bothWays(int n) {
    int rounds = 0;
    for (int i = 0; i < n; i++) {
      rounds = rounds * 3 + i;
      if (rounds == 7) {
        i--;
      }
    }
    return rounds;
  }

  @Polls(1)
  static int setsItsCounter(int n) {
    int rounds = 0;
    for (int i = 0; i < n; i++) {
      rounds++;
      if (rounds == 3) {
        i = n;
      }
    }
    return rounds;
  }

  @Polls(2)
  static int movesItsLimit(int n) {
    int i = 0;
    while (i < n) {
      i++;
      if (i == 2) {
        n = 3;
      }
    }
    return i;
  }

  @Polls(1)
  static int movesItsLimitInAField(int n) {
    field = n;
    int i = 0;
    while (i < field) {
      i++;
      field = Math.min(field, 5);
    }
    return i;
  }

  @Polls(1)
  static int stepsOverIts(int n) {
    int rounds = 0;
    for (int i = 0; i != n; i += 2) {
      if ((rounds = rounds * 2 + 1) > 900) {
        break;
      }
    }
    return rounds;
  }

  @Polls(2)
  static int stepsOnOneWayOnly(int n) {
    int rounds = 0;
    for (int i = 0; i < n; ) {
      rounds += 3;
      if (rounds % 2 == 0) {
        i++;
      }
    }
    return rounds;
  }

  @Polls(1)
  static int countsLong(int n) {
    int sum = 0;
    for (long i = 0; i < n; i++) {
      sum += (int) i;
    }
    return sum;
  }

  @Polls(1)
  static int calls(int n) {
    List<Integer> list = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      list.add(i);
    }
    return list.hashCode();
  }

  @Polls(1)
  static int iterates(int n) {
    int sum = 0;
    for (int x : List.of(n, 2, 3)) {
      sum += x;
    }
    return sum;
  }

  @Polls(1)
  static int nested(int n) {
    int sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        sum += i * j;
      }
    }
    return sum;
  }

  @Polls(2)
  static int nestedThrice(int n) {
    int sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          sum += i * j - k;
        }
      }
    }
    return sum;
  }

  @Polls(2)
  static int continuesWithLabels(int n) {
    int sum = 0;
    outer:
    for (int i = 0; ; i++) {
      for (int j = 0; j < 10; j++) {
        if (i > n) {
          break outer;
        }
        if (j > i) {
          continue outer;
        }
        sum += List.of(i, j).size();
      }
    }
    return sum;
  }

  @Polls(3)
  static int switches(int n) {
    int state = 0;
    int steps = 0;
    while (true) {
      steps++;
      switch (state) {
        case 0 -> state = n > 3 ? 1 : 2;
        case 1 -> state = 3;
        case 2 -> state = 1;
        default -> {
          return steps;
        }
      }
    }
  }

  @Polls(1)
  static int switchesByText(int n) {
    String word = "a";
    int steps = 0;
    do {
      steps++;
      word =
          switch (word) {
            case "a" -> n > 2 ? "b" : "c";
            case "b" -> "c";
            default -> "";
          };
    } while (!word.isEmpty());
    return steps;
  }

  @Polls(1)
  static int catches(int n) {
    int caught = 0;
    for (int i = 0; i < n; i++) {
      try {
        if (i % 2 == 0) {
          throw new IllegalStateException();
        }
      } catch (IllegalStateException e) {
        caught++;
      }
    }
    return caught;
  }

  @Polls(2)
  static int catchesOnly(int n) {
    int caught = 0;
    int[] a = new int[1];
    while (caught <= n) {
      try {
        a[caught + 1]++;
      } catch (ArrayIndexOutOfBoundsException e) {
        caught++;
      }
    }
    return caught;
  }

  @Polls(1)
  static int doesFinally(int n) {
    int sum = 0;
    for (int i = 0; i < n; i++) {
      try {
        if (i == 2) {
          continue;
        }
        sum += List.of(i).size();
      } finally {
        sum += 100;
      }
    }
    return sum;
  }

  @Polls(1)
  static int locks(int n) {
    int sum = 0;
    Object lock = new Object();
    for (int i = 0; i < n; i++) {
      synchronized (lock) {
        sum += i;
      }
    }
    return sum;
  }

  @Polls(1)
  static int loopsInALock(int n) {
    synchronized (Shapes.class) {
      while (true) {
        if (n % 7 == 0) {
          return n;
        }
        n++;
      }
    }
  }

  @Polls(1)
  static int loopsWhileAnObjectIsNotInitialised(int n) {
    var text =
        new StringBuilder(
            switch (n) {
              case 0 -> 16;
              default -> {
                int m = n;
                while (m % 5 != 0) {
                  m++;
                }
                yield m;
              }
            });
    return text.capacity();
  }

  @Polls(0)
  static int beforeSuper(int n) {
    return new Derived(n).value;
  }

  private static class Base {
    final int value;

    Base(int value) {
      this.value = value;
    }
  }

  private static final class Derived extends Base {
    @Polls(1)
    Derived(int n) {
      int m = n;
      while (m % 5 != 0) {
        m++;
      }
      super(m);
    }
  }

  // ---- recursion

  @Polls(1)
  static int fib(int n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
  }

  @Polls(2)
  static int onTwoWays(int n) {
    if (n <= 0) {
      return 0;
    }
    return n % 2 == 0 ? onTwoWays(n - 1) + 1 : onTwoWays(n - 3) + 2;
  }

  @Polls(0)
  static int even(int n) {
    return n <= 0 ? 1 : odd(n - 1);
  }

  @Polls(1)
  static int odd(int n) {
    return n <= 0 ? 0 : even(n - 1);
  }

  @Polls(1)
  static int loopsAndRecurses(int n) {
    int sum = 1;
    for (int i = 0; i < n; i++) {
      sum += loopsAndRecurses(i);
    }
    return sum;
  }

  @Polls(0)
  static int overloaded(int n) {
    return overloaded(n, 1);
  }

  @Polls(0)
  static int overloaded(int n, int m) {
    return n + m;
  }

  @Polls(0)
  static int walks(int n) {
    Tree tree = new Leaf();
    for (int i = 0; i < 4; i++) {
      tree = i % 2 == n % 2 ? tree : tree;
    }
    return new Fork(new Fork(tree, new Leaf()), new Leaf()).weight();
  }

  interface Tree {
    int weight();
  }

  record Leaf() implements Tree {
    @Override
    @Polls(0)
    public int weight() {
      return 1;
    }
  }

  record Fork(Tree left, Tree right) implements Tree {
    @Override
    @Polls(1)
    public int weight() {
      return 1 + left.weight() + right.weight();
    }
  }
}
