package dev.goro.behaviour.context;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goro.Chan;
import dev.goro.context.Context;
import dev.goro.context.Context.Key;
import dev.goro.sync.ErrGroup;
import dev.goro.testing.Program;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The current context, and who has it. */
class CurrentTest {
  private static final Key<String> NAME = Key.of("name");

  private static Context named(String name) {
    return Context.withValue(Context.background(), NAME, name);
  }

  @Test
  void withoutOneItIsTheBackground() throws Exception {
    assertSame(Context.background(), Context.current());
    onMain(() -> assertSame(Context.background(), Context.current()));
  }

  @Test
  void itLastsAsLongAsTheCall() throws Exception {
    onMain(
        () -> {
          var outer = named("outer");
          var inner = named("inner");
          outer.run(
              () -> {
                assertSame(outer, Context.current());
                assertEquals(Optional.of("inner"), inner.call(() -> Context.current().value(NAME)));
                assertSame(outer, Context.current());
              });
          assertThrows(
              IOException.class,
              () ->
                  outer.call(
                      () -> {
                        throw new IOException("passes");
                      }));
          assertSame(Context.background(), Context.current());
        });
  }

  @Test
  void aGoroutineHasItIfTheContextStartsIt() throws Exception {
    onMain(
        () -> {
          Chan<Context> seen = Chan.make();
          var ctx = named("ctx");
          ctx.go(() -> seen.send(Context.current()));
          assertSame(ctx, seen.recv());
          ctx.run(
              () -> {
                go(() -> seen.send(Context.current()));
                assertSame(Context.background(), seen.recv(), "Go.go hands nothing down");
                Context.current().go(() -> seen.send(Context.current()));
                assertSame(ctx, seen.recv());
              });
        });
  }

  @Test
  void aThreadDoesNotHaveIt() throws Exception {
    for (var builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
      var seen = new CompletableFuture<Context>();
      named("ctx").run(() -> builder.start(() -> seen.complete(Context.current())));
      assertSame(Context.background(), seen.get());
    }
  }

  @Test
  void theTasksOfAGroupHaveThatOfTheGroup() throws Exception {
    onMain(
        () -> {
          var group = ErrGroup.withContext(named("ctx"));
          Chan<Context> seen = Chan.make(2);
          group.go(() -> seen.send(Context.current()));
          group.await();
          assertSame(group.context(), seen.recv());
          assertEquals(Optional.of("ctx"), group.context().value(NAME));
          var without = new ErrGroup();
          named("ctx").run(() -> without.go(() -> seen.send(Context.current())));
          without.await();
          assertSame(Context.background(), seen.recv());
        });
  }

  /** By reflection, since the compiler refuses what is a preview in this version. */
  static class Structured {
    static void main() throws Exception {
      Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
      var ctx = named("ctx");
      ctx.run(
          () -> {
            try (var scope = (AutoCloseable) type.getMethod("open").invoke(null)) {
              Callable<Boolean> task = () -> Context.current() == ctx;
              Object subtask = type.getMethod("fork", Callable.class).invoke(scope, task);
              type.getMethod("join").invoke(scope);
              System.out.println(
                  Class.forName("java.util.concurrent.StructuredTaskScope$Subtask")
                      .getMethod("get")
                      .invoke(subtask));
            }
          });
    }
  }

  @Test
  void theSubtasksOfAStructuredTaskScopeHaveIt() {
    var result = Program.of(Structured.class).jvm("--enable-preview").run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("true", result.out().strip(), result::toString);
  }
}
