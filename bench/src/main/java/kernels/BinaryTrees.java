package kernels;

/** Builds trees and walks them: short ones often, and one that stays. */
public final class BinaryTrees implements Kernel {
  private static final int DEPTH = 14;

  private static final class Node {
    private final Node left;
    private final Node right;

    Node(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    static Node grow(int depth) {
      return depth == 0 ? new Node(null, null) : new Node(grow(depth - 1), grow(depth - 1));
    }

    int count() {
      return left == null ? 1 : 1 + left.count() + right.count();
    }
  }

  @Override
  public long compute() {
    Node stays = Node.grow(DEPTH);
    long sum = 0;
    for (int depth = 4; depth <= DEPTH; depth += 4) {
      int trees = 1 << (DEPTH - depth);
      for (int i = 0; i < trees; i++) {
        sum += Node.grow(depth).count();
      }
    }
    return sum * 100_000 + stays.count();
  }

  @Override
  public long expected() {
    return 9_721_232_767L;
  }
}
