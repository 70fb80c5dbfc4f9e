package dev.goro.runtime.chan;
import dev.goro.Select.Case;
public final class Selector {
  @SafeVarargs public static <R> R select(Case<? extends R>... cases) { throw new AssertionError(); }
}
