package dev.goro.conformance.chan;

/**
 * A fraction in lowest terms. A denominator of 0 is no number: {@link #END} closes a finite power
 * series.
 *
 * @param num the numerator
 * @param den the denominator
 */
record Rational(long num, long den) {
  static final Rational ZERO = of(0);
  static final Rational ONE = of(1);
  static final Rational END = new Rational(1, 0);

  static Rational of(long n) {
    return new Rational(n, 1);
  }

  static Rational of(long num, long den) {
    long divisor = gcd(Math.abs(num), Math.abs(den)) * Long.signum(den);
    return new Rational(num / divisor, den / divisor);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  boolean isEnd() {
    return den == 0;
  }

  Rational plus(Rational other) {
    long lcm = Math.multiplyExact(den / gcd(den, other.den), other.den);
    return of(
        Math.addExact(
            Math.multiplyExact(num, lcm / den), Math.multiplyExact(other.num, lcm / other.den)),
        lcm);
  }

  Rational times(Rational other) {
    Rational left = of(num, other.den);
    Rational right = of(other.num, den);
    return of(Math.multiplyExact(left.num, right.num), Math.multiplyExact(left.den, right.den));
  }

  Rational negated() {
    return new Rational(-num, den);
  }

  Rational inverse() {
    return of(den, num);
  }

  @Override
  public String toString() {
    return isEnd() ? "end" : den == 1 ? Long.toString(num) : num + "/" + den;
  }
}
