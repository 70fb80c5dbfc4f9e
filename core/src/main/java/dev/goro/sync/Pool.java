package dev.goro.sync;

import dev.goro.runtime.sched.Contention;
import dev.goro.runtime.sched.Headroom;
import dev.goro.runtime.sched.Proc;
import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.sched.SpinLock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Objects that are not in use and may serve again, such as buffers: Go's {@code sync.Pool}. It is
 * worth its while where an object is large, or costs much to make; for small ones the collector is
 * faster.
 *
 * <p>What is put may be gone at any time: what nobody has taken for two collections is dropped. So
 * it suits no connections, nor anything that must be closed. Which object {@link #get} gives is
 * left open. Whoever puts an object must not use it any more.
 *
 * <p>Memory effects: a {@link #put} of an object happens before the {@link #get} that gives it.
 *
 * {@snippet :
 * static final Pool<byte[]> BUFFERS = new Pool<>(() -> new byte[64 * 1024]);
 *
 * byte[] buffer = BUFFERS.get();
 * try {
 *   copy(in, out, buffer);
 * } finally {
 *   BUFFERS.put(buffer);
 * }
 * }
 *
 * @param <T> the type of the objects
 */
public final class Pool<T> {
  /*
   * There is a shelf for each P, so that those who run at the same time do not meet; a thread that
   * holds no P uses the one that its number falls on. A shelf has a lock, which is nearly always
   * free, and beside what it guards a place for one object that needs no lock: that is the affair
   * of the M alone that holds the P. Which that is can change only where a goroutine waits or
   * yields, and it does neither in here; and a P that is taken away from its M becomes another
   * object (see Processor), so that of two Ms with the same P's number only one owns the shelf. Who
   * finds its own shelf empty looks at the others and then at the shelves that the collector is to
   * have.
   *
   * The collector is watched by an object that nobody holds: when it is gone there was a
   * collection. Then the shelves move to OLD, which is weak, so that the next collection has them,
   * and empty ones take their place. Who puts an object on a shelf that has just moved loses it
   * early, which is allowed.
   *
   * Proved by PoolTest (Lincheck) and PoolStress (jcstress): no object is given to two.
   */

  /**
   * Room for some objects; and so much that two shelves made one after the other are two lines of
   * the cache apart.
   */
  private static final int FIRST_SIZE = 32;

  /**
   * Empty places at both ends of an array of shelves: two lines of the cache. All Ps read the array
   * at each get and put, and what lies beside it in memory, a shelf most likely, one of them writes
   * as often.
   */
  private static final int MARGIN = 32;

  private static final Cleaner COLLECTIONS = Cleaner.create();
  private static final VarHandle SHELVES;
  private static final VarHandle OLD;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      SHELVES = lookup.findVarHandle(Pool.class, "shelves", Shelf[].class);
      OLD = lookup.findVarHandle(Pool.class, "old", WeakReference.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Supplier<? extends T> maker;
  private volatile Shelf @Nullable [] shelves;
  private volatile @Nullable WeakReference<Shelf[]> old;

  /**
   * An empty pool.
   *
   * @param maker makes an object when there is none: Go's field {@code New}
   */
  public Pool(Supplier<? extends T> maker) {
    this.maker =
        Objects.requireNonNull(maker, "a Pool needs a supplier: give it what makes objects");
    watch(new WeakReference<>(this));
  }

  /**
   * Takes an object out, or has one made. Does not block, but for what the maker does.
   *
   * @return an object that is the caller's alone
   */
  public T get() {
    Proc p = Scheduler.currentProc();
    Shelf[] now = shelves;
    if (p != null && now != null) {
      Shelf shelf = shelf(now, p.id);
      if (shelf.owner == p) {
        Object object = shelf.own;
        if (object != null) {
          shelf.own = null;
          return cast(object);
        }
      }
    }
    Object object = takeShared(p, now);
    return object == null ? maker.get() : cast(object);
  }

  private @Nullable Object takeShared(@Nullable Proc p, Shelf @Nullable [] now) {
    int own = number(p);
    Object object = now == null ? null : shelf(now, own).take();
    return object == null ? takeElsewhere(own, now) : object;
  }

  /**
   * Puts an object in, for somebody else. Does not block.
   *
   * @param object the object; {@code null} is ignored
   */
  public void put(@Nullable T object) {
    if (object == null) {
      return;
    }
    Proc p = Scheduler.currentProc();
    Shelf[] now = shelves;
    if (p != null && now != null) {
      Shelf shelf = shelf(now, p.id);
      if (shelf.owner == p && shelf.own == null) {
        shelf.own = object;
        return;
      }
    }
    putShared(p, now == null ? newShelves() : now, object);
  }

  private static void putShared(@Nullable Proc p, Shelf[] now, Object object) {
    Shelf shelf = shelf(now, number(p));
    if (p != null && shelf.owner == null && shelf.claim(p)) {
      shelf.own = object;
    } else {
      shelf.put(object);
    }
  }

  private @Nullable Object takeElsewhere(int own, Shelf @Nullable [] now) {
    Object object = now == null ? null : takeFromAny(own, now);
    WeakReference<Shelf[]> before = object == null ? old : null;
    if (before != null) {
      Shelf[] shelvesBefore = before.get();
      object = shelvesBefore == null ? null : takeFromAny(own, shelvesBefore);
      if (object == null) {
        OLD.compareAndSet(this, before, null); // empty: nobody need look there again
      }
    }
    return object;
  }

  private static @Nullable Object takeFromAny(int own, Shelf[] shelves) {
    for (int i = 0; i < shelves.length - 2 * MARGIN; i++) {
      Object object = shelf(shelves, own + i).take();
      if (object != null) {
        return object;
      }
    }
    return null;
  }

  /** The shelf for a number, which is cut to those that there are. */
  private static Shelf shelf(Shelf[] shelves, int number) {
    return shelves[MARGIN + (number & (shelves.length - 2 * MARGIN - 1))];
  }

  /** The number of the shelf that the caller uses. */
  private static int number(@Nullable Proc p) {
    return p != null ? p.id : (int) Thread.currentThread().threadId();
  }

  /** As many as there are Ps, to the next power of two. */
  private Shelf[] newShelves() {
    int procs = Scheduler.gomaxprocs(0);
    int count = procs == 1 ? 1 : Integer.highestOneBit(procs - 1) << 1;
    var fresh = new Shelf[count + 2 * MARGIN];
    for (int i = 0; i < count; i++) {
      fresh[MARGIN + i] = new Shelf(FIRST_SIZE);
    }
    var other = (Shelf[]) SHELVES.compareAndExchange(this, null, fresh);
    return other == null ? fresh : other;
  }

  @SuppressWarnings("unchecked") // only put, which takes a T, puts objects on shelves
  private T cast(Object object) {
    return (T) object;
  }

  // ---- what the collector may have

  /** Has {@link #collected} called at the next collection. The pool itself is not held. */
  private static void watch(WeakReference<Pool<?>> pool) {
    COLLECTIONS.register(new Object(), () -> collected(pool));
  }

  private static void collected(WeakReference<Pool<?>> reference) {
    Pool<?> pool = reference.get();
    if (pool != null) {
      var all = (Shelf[]) SHELVES.getAndSet(pool, null);
      pool.old = all == null ? null : new WeakReference<>(all);
      watch(reference);
    }
  }

  /** A stack of objects, which its lock guards, and the place of its owner. */
  static final class Shelf extends SpinLock {
    private static final VarHandle COUNT;
    private static final VarHandle OWNER;

    static {
      try {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        COUNT = lookup.findVarHandle(Shelf.class, "count", int.class);
        OWNER = lookup.findVarHandle(Shelf.class, "owner", Proc.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    /**
     * The P whose holder alone touches {@link #own}; set once. Read without order: whoever is the
     * owner has set it himself, or the M did from which he has got the P.
     */
    private @Nullable Proc owner;

    private @Nullable Object own;

    private @Nullable Object[] objects;

    /** Written with the lock held, and opaquely, since who looks for work does so without it. */
    private int count;

    Shelf(int size) {
      objects = new Object[size];
    }

    @Override
    protected Contention contention() {
      return Contention.POOL;
    }

    /** Makes a P the owner, if there is none. */
    boolean claim(Proc p) {
      return OWNER.compareAndSet(this, null, p);
    }

    void put(Object object) {
      Headroom.check();
      lock();
      try {
        int n = count;
        if (n == objects.length) {
          objects = Arrays.copyOf(objects, 2 * n);
        }
        objects[n] = object;
        COUNT.setOpaque(this, n + 1);
      } finally {
        unlock();
      }
    }

    @Nullable Object take() {
      if ((int) COUNT.getOpaque(this) == 0) {
        return null;
      }
      Headroom.check();
      lock();
      Object object = null;
      int n = count - 1;
      if (n >= 0) {
        object = objects[n];
        objects[n] = null;
        COUNT.setOpaque(this, n);
      }
      unlock();
      return object;
    }
  }
}
