package dev.goro.conformance.context;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.RecvChan;
import dev.goro.Task;
import dev.goro.context.Canceled;
import dev.goro.context.Context;
import dev.goro.context.ContextException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A context of the user's that has an {@code afterFunc} of its own. Go: {@code
 * src/context/afterfunc_test.go}.
 */
class AfterFuncTest {
  private static final Duration LONG = Duration.ofHours(1_000);

  private static final class Registering implements Context {
    private final Set<Task> tasks = new LinkedHashSet<>();
    private final Chan<Void> done = Chan.make();
    private Optional<ContextException> err = Optional.empty();

    synchronized int registered() {
      return tasks.size();
    }

    synchronized void cancel() {
      err = Optional.of(new Canceled());
      tasks.forEach(Go::go);
      tasks.clear();
    }

    @Override
    public synchronized Stop afterFunc(Task task) {
      tasks.add(task);
      return () -> {
        synchronized (this) {
          return tasks.remove(task);
        }
      };
    }

    /** Never closed: only what was registered can tell of the end. */
    @Override
    public RecvChan<Void> done() {
      return done;
    }

    @Override
    public synchronized Optional<ContextException> err() {
      return err;
    }

    @Override
    public Optional<Instant> deadline() {
      return Optional.empty();
    }

    @Override
    public <T> Optional<T> value(Key<T> key) {
      return Optional.empty();
    }
  }

  @Test
  void itsEndEndsAContextMadeFromIt() throws Exception {
    onMain(
        () -> {
          var own = new Registering();
          try (var child = Context.withCancel(own)) {
            own.cancel();
            child.done().recv();
            assertTrue(child.err().orElseThrow() instanceof Canceled);
          }
        });
  }

  @Test
  void itsEndEndsATimeoutMadeFromIt() throws Exception {
    onMain(
        () -> {
          var own = new Registering();
          try (var child = Context.withTimeout(own, LONG)) {
            own.cancel();
            child.done().recv();
            assertTrue(child.err().orElseThrow() instanceof Canceled);
          }
        });
  }

  @Test
  void itsEndStartsATask() throws Exception {
    onMain(
        () -> {
          var own = new Registering();
          Chan<Boolean> ran = Chan.make();
          own.afterFunc(() -> ran.send(true));
          own.cancel();
          assertTrue(ran.recv());
        });
  }

  @Test
  void contextsThatAreCanceledTakeTheirTasksBack() throws Exception {
    onMain(
        () -> {
          var own = new Registering();
          int goroutines = Go.numGoroutine();
          var first = Context.withCancel(own);
          var second = Context.withCancel(own);
          assertEquals(2, own.registered());
          assertEquals(goroutines, Go.numGoroutine(), "none is needed to wait for it");
          first.cancel();
          second.cancel();
          assertEquals(0, own.registered());
        });
  }

  @Test
  void aTimeoutThatIsCanceledTakesItsTaskBack() throws Exception {
    onMain(
        () -> {
          var own = new Registering();
          var child = Context.withTimeout(own, LONG);
          assertEquals(1, own.registered());
          child.cancel();
          assertEquals(0, own.registered());
        });
  }

  @Test
  void aTaskThatIsTakenBackIsGone() throws Exception {
    onMain(
        () -> {
          var own = new Registering();
          var stop = own.afterFunc(() -> {});
          assertEquals(1, own.registered());
          assertTrue(stop.stop());
          assertEquals(0, own.registered());
        });
  }
}
