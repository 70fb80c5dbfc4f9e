package dev.goro.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line: wrong use is told in one sentence with exit code 2. */
class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  @ParameterizedTest
  @CsvSource({
    "--only=chen,                 'no workload or suite is named \"chen\"; there are the suites goro'",
    "--only=,                     no workload or suite is named",
    "--against=rust,              'no contender is named \"rust\"; there are go, jdk, jox, kotlin'",
    "--procs=0,                   --procs must be from 1 to",
    "--procs=two,                 is not an int",
    "--rounds=0,                  --rounds must be at least 1",
    "--gc=Fast,                   --gc must be",
    "--json=/no/such/folder/file, --json must name a file in a folder that exists",
    "--html=/,                    --html must name a file",
    "--markdown=/,                --markdown must name a file",
    "--colour,                    Unknown option: '--colour'",
    "pingpong,                    Unmatched argument",
  })
  void wrongUse(String argument, String sentence) {
    assertEquals(2, run(argument), err::toString);
    assertTrue(err.toString().contains(sentence), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "--only=chan,      'no computation is named \"chan\"; there are nbody, spectral-norm'",
    "--procs=0,        --procs must be from 1 to",
  })
  void wrongUseOfWeave(String argument, String sentence) {
    assertEquals(2, run("weave", argument), err::toString);
    assertTrue(err.toString().contains(sentence), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "--only=crowds,  'no part is named \"crowds\"; there are crowd, kinds, flat, procs'",
    "--crowd=0,      --crowd must be at least 1",
    "--procs=0,      --procs must be from 1 to",
  })
  void wrongUseOfScale(String argument, String sentence) {
    assertEquals(2, run("scale", argument), err::toString);
    assertTrue(err.toString().contains(sentence), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "--only=chan,      'no workload is named \"chan\"; there are echo, http'",
    "--against=goro,   'no contender is named \"goro\"; there are go, jdk, nio, net/http'",
    "--connections=0,  --connections must be at least 1",
    "--connections=9999999, '--connections must be at most 1,000,000'",
    "--seconds=0,      --seconds must be at least 1",
    "--warmup=-1,      --warmup must be at least 0",
    "--procs=0,        --procs must be from 1 to",
    "--list,           Unknown option: '--list'",
  })
  void wrongUseOfNet(String argument, String sentence) {
    assertEquals(2, run("net", argument), err::toString);
    assertTrue(err.toString().contains(sentence), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertEquals("", out.toString());
  }

  /** The ids that --list shows, which stand below their suite. */
  private List<String> listed() {
    return out.toString()
        .lines()
        .filter(line -> line.startsWith("  "))
        .map(line -> line.strip().split(" ", 2)[0])
        .toList();
  }

  @Test
  void listNamesEachSuiteAndEachWorkload() {
    assertEquals(0, run("--list"));
    assertEquals(Suites.workloads().stream().map(Workload::id).toList(), listed());
    assertEquals(
        Suites.ALL.stream().map(Suite::name).toList(),
        out.toString()
            .lines()
            .filter(line -> !line.startsWith(" "))
            .map(line -> line.split(":")[0])
            .toList());
  }

  @Test
  void onlyTakesSuitesAndWorkloads() {
    assertEquals(0, run("--list", "--only=goro,skynet"));
    assertEquals(Suites.named("goro").stream().map(Workload::id).toList(), listed());
  }

  @Test
  void noNameIsUsedTwice() {
    var names =
        Stream.concat(
                Suites.ALL.stream().map(Suite::name), Suites.workloads().stream().map(Workload::id))
            .toList();
    assertEquals(Set.copyOf(names).size(), names.size(), names::toString);
    var rows =
        Suites.workloads().stream()
            .flatMap(w -> w.metrics().stream())
            .map(Workload.Metric::row)
            .toList();
    assertEquals(Set.copyOf(rows).size(), rows.size(), rows::toString);
  }

  @Test
  void helpGoesToStdout() {
    assertEquals(0, run("--help"));
    assertTrue(out.toString().startsWith("Usage: goro bench"), out::toString);
  }
}
