package dev.goro.conformance.sync;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Select;
import dev.goro.Task;
import dev.goro.conformance.EachProcs;
import dev.goro.context.Canceled;
import dev.goro.context.Context;
import dev.goro.sync.ErrGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Go: {@code golang.org/x/sync/errgroup/errgroup_test.go} and its example of a pipeline. */
class ErrGroupTest {
  /** What await throws, null if it throws nothing. */
  private static Throwable error(ErrGroup group) {
    try {
      group.await();
      return null;
    } catch (Throwable t) {
      return t;
    }
  }

  private static Task ending(Exception error) {
    return () -> {
      if (error != null) {
        throw error;
      }
    };
  }

  @Test
  void theFirstErrorIsThrownAndStays() throws Exception {
    onMain(
        () -> {
          var err1 = new Exception("1");
          var err2 = new Exception("2");
          List<List<Exception>> cases =
              List.of(
                  List.of(),
                  Arrays.asList((Exception) null),
                  List.of(err1),
                  Arrays.asList(err1, null),
                  Arrays.asList(err1, null, err2));
          for (var errors : cases) {
            var group = new ErrGroup();
            Exception first = null;
            for (Exception e : errors) {
              group.go(ending(e));
              if (first == null) {
                first = e;
              }
              assertSame(first, error(group));
            }
            assertSame(first, error(group));
          }
        });
  }

  @Test
  void theContextEndsWithTheGroup() throws Exception {
    onMain(
        () -> {
          var doomed = new Exception("doomed");
          List<List<Exception>> cases =
              List.of(
                  List.of(),
                  Arrays.asList((Exception) null),
                  List.of(doomed),
                  Arrays.asList(doomed, null));
          for (var errors : cases) {
            var group = ErrGroup.withContext(Context.background());
            errors.forEach(e -> group.go(ending(e)));
            assertSame(errors.contains(doomed) ? doomed : null, error(group));
            assertTrue(group.context().done().tryRecv().isPresent());
          }
        });
  }

  @Test
  void theFirstErrorIsTheCauseOfTheContextsEnd() throws Exception {
    onMain(
        () -> {
          var doomed = new Exception("doomed");
          List<List<Exception>> cases =
              List.of(
                  List.of(),
                  Arrays.asList((Exception) null),
                  List.of(doomed),
                  Arrays.asList(doomed, null));
          for (var errors : cases) {
            var group = ErrGroup.withContext(Context.background());
            errors.forEach(e -> assertTrue(group.tryGo(ending(e))));
            if (errors.contains(doomed)) {
              assertSame(doomed, error(group));
              assertSame(doomed, group.context().cause().orElseThrow());
            } else {
              assertNull(error(group));
              assertInstanceOf(Canceled.class, group.context().cause().orElseThrow());
            }
          }
        });
  }

  @Test
  void tryGoStartsAsManyAsTheLimitAllows() throws Exception {
    onMain(
        () -> {
          int n = 42;
          var group = new ErrGroup();
          group.setLimit(n);
          Chan<Boolean> c = Chan.make();
          Task task = () -> c.send(true);
          for (int i = 0; i < n; i++) {
            assertTrue(group.tryGo(task));
          }
          assertFalse(group.tryGo(task));
          go(
              () -> {
                for (int i = 0; i < n; i++) {
                  c.recv();
                }
              });
          group.await();
          assertTrue(group.tryGo(task));
          go(c::recv);
          group.await();

          group.setLimit(1);
          assertTrue(group.tryGo(task));
          assertFalse(group.tryGo(task));
          go(c::recv);
          group.await();

          group.setLimit(0);
          for (int i = 0; i < 1_000; i++) {
            assertFalse(group.tryGo(task));
          }
          group.await();
        });
  }

  @EachProcs
  void goWaitsAtTheLimit(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int limit = 10;
          var group = new ErrGroup();
          group.setLimit(limit);
          var active = new AtomicInteger();
          for (int i = 0; i < 1_000; i++) {
            group.go(
                () -> {
                  assertTrue(active.incrementAndGet() <= limit);
                  Go.gosched();
                  active.decrementAndGet();
                });
          }
          group.await();
        });
  }

  @Test
  void tasksThatAllSucceedThrowNothing() throws Exception {
    onMain(
        () -> {
          var done = new AtomicInteger();
          var group = new ErrGroup();
          for (String part : List.of("one", "two", "three")) {
            group.go(() -> done.addAndGet(part.length()));
          }
          group.await();
          assertEquals(11, done.get());
        });
  }

  @Test
  void tasksInParallelFillTheirPartsOfTheResult() throws Exception {
    onMain(
        () -> {
          var kinds = List.of("web", "image", "video");
          var results = new String[kinds.size()];
          var group = ErrGroup.withContext(Context.background());
          for (int i = 0; i < results.length; i++) {
            int part = i;
            group.go(
                () -> {
                  group.context().check();
                  results[part] = kinds.get(part) + " result for golang";
                });
          }
          group.await();
          assertEquals(
              List.of(
                  "web result for golang", "image result for golang", "video result for golang"),
              List.of(results));
        });
  }

  private record Digest(Path path, String md5) {}

  private static String md5(Path path) throws Exception {
    var md5 = MessageDigest.getInstance("MD5");
    return HexFormat.of().formatHex(md5.digest(Files.readAllBytes(path)));
  }

  /** Walks a folder, digests its files by a few goroutines, and gathers the digests. */
  private static Map<Path, String> digests(Context parent, Path folder) throws Exception {
    var group = ErrGroup.withContext(parent);
    var ctx = group.context();
    Chan<Path> paths = Chan.make();
    group.go(
        () -> {
          try (var files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
              boolean sent =
                  Select.select(
                      Select.send(paths, file, () -> true), Select.recv(ctx.done(), end -> false));
              if (!sent) {
                ctx.check();
              }
            }
          } finally {
            paths.close();
          }
        });
    Chan<Digest> digests = Chan.make();
    for (int i = 0; i < 20; i++) {
      group.go(
          () -> {
            for (Path path : paths) {
              var digest = new Digest(path, md5(path));
              boolean sent =
                  Select.select(
                      Select.send(digests, digest, () -> true),
                      Select.recv(ctx.done(), end -> false));
              if (!sent) {
                ctx.check();
              }
            }
          });
    }
    go(
        () -> {
          try {
            group.await();
          } finally {
            digests.close();
          }
        });
    Map<Path, String> all = new HashMap<>();
    for (Digest d : digests) {
      all.put(d.path, d.md5);
    }
    group.await();
    return all;
  }

  @Test
  void aPipelineOfGroupsOfGoroutines(@TempDir Path folder) throws Exception {
    for (int i = 0; i < 50; i++) {
      Files.writeString(folder.resolve("file" + i), "text " + i);
    }
    onMain(
        () -> {
          Map<Path, String> all = digests(Context.background(), folder);
          assertEquals(50, all.size());
          for (var entry : all.entrySet()) {
            assertEquals(md5(entry.getKey()), entry.getValue());
          }
        });
  }

  @Test
  void aPipelineWhoseContextIsCanceledEndsWithThat() throws Exception {
    onMain(
        () -> {
          var ctx = Context.withCancel(Context.background());
          ctx.cancel();
          var group = ErrGroup.withContext(ctx);
          Chan<Integer> none = Chan.make();
          group.go(
              () -> {
                Select.select(
                    Select.recv(none, v -> true), Select.recv(group.context().done(), v -> true));
                group.context().check();
              });
          assertThrows(Canceled.class, group::await);
        });
  }
}
