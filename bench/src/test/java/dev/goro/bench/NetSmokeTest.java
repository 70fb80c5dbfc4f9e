package dev.goro.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.testing.GoroTest;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every server, driven shortly by the client, which checks every answer. */
@GoroTest(seconds = 50)
class NetSmokeTest {
  private static final JavaCommand JAVA = new JavaCommand(JavaCommand.DEFAULT_GC);

  private static GoPrograms programs;

  @BeforeAll
  static void buildTheGoPrograms() {
    var go = GoPrograms.find(System.getenv().getOrDefault("PATH", ""));
    assumeTrue(go.isPresent(), "there is no Go on this machine, in which the client is written");
    assumeTrue(
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux"),
        "the client stands on Linux's epoll");
    programs = GoPrograms.build(go.get(), GoProgram.SERVER, GoProgram.LOAD);
  }

  @AfterAll
  static void removeTheGoPrograms() {
    if (programs != null) {
      programs.close();
    }
  }

  private static NetLoad load() {
    return new NetLoad(
        programs.executable(GoProgram.LOAD), Duration.ofMillis(20), Duration.ofMillis(200));
  }

  @Test
  void theTestsInGo() {
    String go = GoPrograms.find(System.getenv().getOrDefault("PATH", "")).orElseThrow().toString();
    TwinProcess.run(
        "go test",
        List.of(go, "test", "-C", "go", "./..."),
        Map.of("GOTOOLCHAIN", "local", "GOWORK", "off", "GOFLAGS", ""),
        Duration.ofSeconds(40));
  }

  @ParameterizedTest
  @EnumSource
  void eachServerAnswersRight(NetContender contender) {
    var benchmark =
        new NetBenchmark(
            JAVA,
            programs.executable(GoProgram.SERVER),
            load(),
            List.of(contender),
            new PrintWriter(Writer.nullWriter()));
    for (var workload : NetWorkload.values()) {
      if (contender.has(workload)) {
        var found = benchmark.measure(contender, new NetReport.Subject(workload, 50, 2)).client();
        assertEquals(50, found.connections());
        assertEquals(workload.id(), found.kind());
        assertTrue(found.operations() >= 50, found::toString);
        assertTrue(
            0 < found.p50() && found.p50() <= found.p99() && found.p99() <= found.max(),
            found::toString);
      }
    }
  }

  /** The echo server sends the HTTP request back, which is no answer to it. */
  @Test
  void aWrongAnswerIsAnError() {
    try (var server =
        NetServer.start("echo", List.of(programs.executable(GoProgram.SERVER), "echo"), Map.of())) {
      var e = assertThrows(BenchException.class, () -> load().drive(server, NetWorkload.HTTP, 1));
      assertTrue(
          e.getMessage().startsWith("the client failed: the answer on connection 0 is wrong"),
          e::getMessage);
      server.kill();
    } catch (BenchException killed) {
      assertTrue(killed.getMessage().startsWith("echo failed with exit code"), killed::getMessage);
    }
  }

  @Test
  void aServerThatDoesNotStartIsReported() {
    var e =
        assertThrows(
            BenchException.class,
            () ->
                NetServer.start(
                    "a server", List.of(programs.executable(GoProgram.SERVER), "chess"), Map.of()));
    assertTrue(e.getMessage().startsWith("a server ended before it listened:"), e::getMessage);
    assertTrue(e.getMessage().contains("server needs echo, http or net/http"), e::getMessage);
  }
}
