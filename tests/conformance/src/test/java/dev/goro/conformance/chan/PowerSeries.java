package dev.goro.conformance.chan;

import static dev.goro.Select.onRecv;
import static dev.goro.Select.onSend;
import static dev.goro.Select.select;

import dev.goro.Chan;
import dev.goro.testing.Quit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Power series as streams: one goroutine makes the coefficients of one series, each only when it is
 * asked for. After M. D. McIlroy, "Squinting at power series".
 *
 * <p>A series is a pair of channels: a request goes in, a coefficient comes out. Operators are
 * goroutines that ask their operands. The exponential and the reciprocal feed on themselves, so
 * {@link #split} must serve either of its outputs at any time: it is one {@code select} whose cases
 * come and go.
 *
 * @param <T> what travels over the channels in place of a coefficient
 */
final class PowerSeries<T> {
  private final Quit quit;
  private final Function<Rational, T> pack;
  private final Function<T, Rational> unpack;

  PowerSeries(Quit quit, Function<Rational, T> pack, Function<T, Rational> unpack) {
    this.quit = quit;
    this.pack = pack;
    this.unpack = unpack;
  }

  /** One series: who wants a coefficient sends a request and receives one. */
  final class Series {
    private final Chan<Boolean> request = Chan.make();
    private final Chan<T> data = Chan.make();

    Rational next() {
      request.send(true);
      return unpack.apply(data.recv());
    }

    private void awaitRequest() {
      request.recv();
    }

    private void answer(Rational coefficient) {
      data.send(pack.apply(coefficient));
    }

    private void put(Rational coefficient) {
      awaitRequest();
      answer(coefficient);
    }

    /** Hands on another series from here to its end. */
    private void follow(Series other) {
      for (Rational c = null; c == null || !c.isEnd(); ) {
        awaitRequest();
        c = other.next();
        answer(c);
      }
    }
  }

  private interface Producer<S> {
    void produce(S out);
  }

  private Series produce(Producer<Series> producer) {
    var series = new Series();
    quit.go(() -> producer.produce(series));
    return series;
  }

  /** Asks two series at once and takes what comes in whatever order. */
  private List<Rational> nextOfBoth(Series left, Series right) {
    var got = new Rational[2];
    var requests = new ArrayList<>(List.of(left.request, right.request));
    var data = new ArrayList<Chan<T>>();
    data.add(null);
    data.add(null);
    while (got[0] == null || got[1] == null) {
      select(
          onSend(requests.get(0), true, () -> asked(requests, data, 0, left)),
          onSend(requests.get(1), true, () -> asked(requests, data, 1, right)),
          onRecv(data.get(0), item -> got[0] = took(data, 0, item)),
          onRecv(data.get(1), item -> got[1] = took(data, 1, item)));
    }
    return List.of(got);
  }

  private void asked(List<Chan<Boolean>> requests, List<Chan<T>> data, int side, Series series) {
    requests.set(side, null);
    data.set(side, series.data);
  }

  private Rational took(List<Chan<T>> data, int side, T item) {
    data.set(side, null);
    return unpack.apply(item);
  }

  /** Two series equal to the given one, which may be read at different speeds. */
  List<Series> split(Series in) {
    List<Series> outs = List.of(new Series(), new Series());
    split(in, outs);
    return outs;
  }

  private void split(Series in, List<Series> outs) {
    quit.go(() -> new Splitter(in, outs).run());
  }

  /**
   * Serves both outputs of a split. What one of them has had and the other has not is kept. While
   * the source works on an answer, an output that only wants what is kept is served on: the source
   * may be waiting for just that.
   */
  private final class Splitter {
    private final Series in;
    private final List<Series> outs;
    private final List<Rational> kept = new ArrayList<>();
    private final int[] served = new int[2];
    private final boolean[] waiting = new boolean[2];
    private boolean wanted;
    private boolean asked;

    Splitter(Series in, List<Series> outs) {
      this.in = in;
      this.outs = outs;
    }

    void run() {
      while (!done(0) || !done(1)) {
        select(
            onRecv(requestsOf(0), r -> requested(0)),
            onRecv(requestsOf(1), r -> requested(1)),
            onSend(wanted && !asked ? in.request : null, true, () -> asked = true),
            onRecv(asked ? in.data : null, this::arrived));
      }
    }

    private Chan<Boolean> requestsOf(int side) {
      return waiting[side] || done(side) ? null : outs.get(side).request;
    }

    private boolean done(int side) {
      return served[side] > 0 && kept.get(served[side] - 1).isEnd();
    }

    private void requested(int side) {
      waiting[side] = true;
      serve(side);
    }

    private void arrived(T item) {
      kept.add(unpack.apply(item));
      wanted = false;
      asked = false;
      serve(0);
      serve(1);
    }

    private void serve(int side) {
      if (!waiting[side]) {
        return;
      }
      if (served[side] == kept.size()) {
        wanted = true;
        return;
      }
      waiting[side] = false;
      outs.get(side).answer(kept.get(served[side]++));
    }
  }

  Series repeat(Rational c) {
    return produce(
        out -> {
          for (; ; ) {
            out.put(c);
          }
        });
  }

  /** A finite series, its constant term first. */
  Series polynomial(long... coefficients) {
    return produce(
        out -> {
          for (long c : coefficients) {
            out.put(Rational.of(c));
          }
          out.put(Rational.END);
        });
  }

  Series add(Series u, Series v) {
    return produce(
        out -> {
          for (; ; ) {
            out.awaitRequest();
            List<Rational> both = nextOfBoth(u, v);
            boolean uEnds = both.get(0).isEnd();
            boolean vEnds = both.get(1).isEnd();
            if (uEnds || vEnds) {
              out.answer(both.get(uEnds ? 1 : 0));
              if (!uEnds || !vEnds) {
                out.follow(uEnds ? v : u);
              }
              return;
            }
            out.answer(both.get(0).plus(both.get(1)));
          }
        });
  }

  Series scale(Rational factor, Series u) {
    return map(u, (c, i) -> c.times(factor));
  }

  Series subtract(Series u, Series v) {
    return add(u, scale(Rational.of(-1), v));
  }

  private interface TermFunction {
    Rational apply(Rational coefficient, int place);
  }

  private Series map(Series u, TermFunction f) {
    return produce(
        out -> {
          for (int i = 0; ; i++) {
            out.awaitRequest();
            Rational c = u.next();
            if (c.isEnd()) {
              out.answer(c);
              return;
            }
            out.answer(f.apply(c, i));
          }
        });
  }

  /** {@code c + x u}. */
  Series shift(Rational c, Series u) {
    return produce(
        out -> {
          out.put(c);
          out.follow(u);
        });
  }

  Series differentiate(Series u) {
    return produce(
        out -> {
          out.awaitRequest();
          Rational c = u.next();
          for (int i = 1; !c.isEnd(); i++) {
            c = u.next();
            if (!c.isEnd()) {
              out.answer(c.times(Rational.of(i)));
              out.awaitRequest();
            }
          }
          out.answer(Rational.END);
        });
  }

  Series integrate(Rational constant, Series u) {
    return shift(constant, map(u, (c, i) -> c.times(Rational.of(1, i + 1L))));
  }

  /** With {@code u = a + x U} and {@code v = b + x V}: {@code uv = ab + x (aV + bU) + x² UV}. */
  Series multiply(Series u, Series v) {
    return produce(
        out -> {
          out.awaitRequest();
          List<Rational> heads = nextOfBoth(u, v);
          Rational a = heads.get(0);
          Rational b = heads.get(1);
          if (a.isEnd() || b.isEnd()) {
            out.answer(Rational.END);
            return;
          }
          out.answer(a.times(b));
          List<Series> us = split(u);
          List<Series> vs = split(v);
          Series middle = add(scale(a, vs.get(0)), scale(b, us.get(0)));
          out.awaitRequest();
          Rational second = middle.next();
          out.answer(second);
          if (!second.isEnd()) {
            out.follow(add(middle, multiply(us.get(1), vs.get(1))));
          }
        });
  }

  /** {@code exp u = 1 + ∫ u' exp u}; the constant term of {@code u} is taken to be 0. */
  Series exponential(Series u) {
    List<Series> result = List.of(new Series(), new Series());
    split(integrate(Rational.ONE, multiply(result.get(0), differentiate(u))), result);
    return result.get(1);
  }

  /** With {@code u = a + x U}: {@code 1/u = z} where {@code z = 1/a - x U z / a}. */
  Series reciprocal(Series u) {
    return produce(
        out -> {
          out.awaitRequest();
          Rational z = u.next().inverse();
          out.answer(z);
          List<Series> rest = List.of(new Series(), new Series());
          split(multiply(scale(z.negated(), u), shift(z, rest.get(0))), rest);
          out.follow(rest.get(1));
        });
  }

  /** {@code u(v(x))} for a {@code v} whose constant term is 0. */
  Series compose(Series u, Series v) {
    return produce(
        out -> {
          List<Series> vs = split(v);
          out.awaitRequest();
          Rational a = u.next();
          out.answer(a);
          if (a.isEnd()) {
            return;
          }
          if (vs.get(0).next().isEnd()) {
            out.put(Rational.END);
            return;
          }
          out.follow(multiply(vs.get(0), compose(u, vs.get(1))));
        });
  }

  /** {@code u(c xⁿ)}. */
  Series substituteMonomial(Series u, Rational c, int n) {
    return produce(
        out -> {
          for (Rational power = Rational.ONE; ; power = power.times(c)) {
            out.awaitRequest();
            Rational a = u.next();
            if (a.isEnd()) {
              out.answer(a);
              return;
            }
            out.answer(a.times(power));
            for (int i = 1; i < n; i++) {
              out.put(Rational.ZERO);
            }
          }
        });
  }

  /** {@code (1 + x)^c}; finite for a whole {@code c} that is not negative. */
  Series binomial(Rational c) {
    return produce(
        out -> {
          Rational term = Rational.ONE;
          Rational factor = c;
          for (int n = 1; term.num() != 0; n++) {
            out.put(term);
            term = term.times(factor).times(Rational.of(1, n));
            factor = factor.plus(Rational.of(-1));
          }
          out.put(Rational.END);
        });
  }
}
