package dev.goro.conformance;

import static java.util.function.Predicate.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Holds {@code docs/conformance.md} against the tests of this module and against the list of Go's
 * tests.
 */
class ConformancePageTest {
  private static final String PACKAGE = "dev.goro.conformance.";
  private static final String NOTHING = "—";
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** One row of a table. */
  private record Row(String goTest, List<String> ours, String result) {}

  @Test
  void everyGoTestHasARowAndEveryRowAGoTest() throws IOException {
    Map<String, List<String>> inPage = new LinkedHashMap<>();
    page()
        .forEach(
            (section, rows) ->
                inPage.put(section, rows.stream().map(Row::goTest).sorted().toList()));
    assertEquals(goTests(), inPage);
  }

  @Test
  void everyTestThatThePageNamesExists() throws IOException {
    Set<String> existing = ourTests();
    List<String> missing = named().filter(not(existing::contains)).toList();
    assertEquals(List.of(), missing, "the page names tests that do not exist");
  }

  @Test
  void everyTestOfTheModuleIsNamedInThePage() throws IOException {
    Set<String> unnamed = new TreeSet<>(ourTests());
    named().forEach(unnamed::remove);
    assertEquals(Set.of(), unnamed, "tests that no row of the page names");
  }

  @Test
  void aRowNamesATestOrSaysWhyThereIsNone() throws IOException {
    for (Row row : rows()) {
      if (row.ours().isEmpty()) {
        assertFalse(row.result().startsWith("passes") || row.result().isBlank(), row::toString);
      } else {
        assertTrue(
            row.result().startsWith("passes") || row.result().startsWith("differs"), row::toString);
      }
    }
  }

  private static Stream<String> named() throws IOException {
    return rows().stream().flatMap(row -> row.ours().stream()).distinct();
  }

  private static List<Row> rows() throws IOException {
    return page().values().stream().flatMap(List::stream).toList();
  }

  /** The rows of the page's tables by the headings above them. */
  private static Map<String, List<Row>> page() throws IOException {
    Map<String, List<Row>> sections = new LinkedHashMap<>();
    String section = "";
    for (String line : Files.readAllLines(Path.of(System.getProperty("goro.conformance.page")))) {
      if (line.startsWith("## ")) {
        section = line.substring(3);
      } else if (line.startsWith("| `")) {
        sections.computeIfAbsent(section, s -> new ArrayList<>()).add(row(line));
      }
    }
    return sections;
  }

  private static Row row(String line) {
    String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|");
    assertEquals(3, cells.length, line);
    String ours = cells[1].strip();
    List<String> tests = codes(ours);
    assertEquals(ours.equals(NOTHING), tests.isEmpty(), line);
    return new Row(codes(cells[0]).getFirst(), tests, cells[2].strip());
  }

  private static List<String> codes(String cell) {
    List<String> found = new ArrayList<>();
    for (Matcher code = CODE.matcher(cell); code.find(); ) {
      found.add(code.group(1));
    }
    return found;
  }

  /** Each test method as the page names it; a class of another package by its whole name. */
  private static Set<String> ourTests() {
    return Stream.of(
            "dev.goro.conformance", "dev.goro.context", "dev.goro.runtime.sched", "dev.goro.sync")
        .<Class<?>>flatMap(
            root ->
                ReflectionSupport.findAllClassesInPackage(
                    root, c -> true, name -> name.endsWith("Test"))
                    .stream())
        .filter(c -> c != ConformancePageTest.class)
        .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
        .filter(m -> AnnotationSupport.isAnnotated(m, Testable.class))
        .map(ConformancePageTest::inPage)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String inPage(Method test) {
    String name = test.getDeclaringClass().getName() + "#" + test.getName();
    return name.startsWith(PACKAGE) ? name.substring(PACKAGE.length()) : name;
  }

  /** The tests of the Go tree that the page answers for, of Go 1.26, by the page's headings. */
  private static Map<String, List<String>> goTests() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put(
        "test/chan",
        files(
            "test/chan/",
            "doubleselect fifo goroutines nonblock perm powser1 powser2 select select2 select3"
                + " select4 select5 select6 select7 select8 sendstmt sieve1 sieve2 zerosize"));
    all.put(
        "Other programs of the test folder",
        files("test/", "ken/chan ken/chan1 closedchan chancap peano gcgort goprint"));
    all.put(
        "src/iter/pull_test.go",
        functions(
            "Pull Pull2 PullDoubleNext PullDoubleNext2 PullDoubleYield PullDoubleYield2 PullPanic"
                + " Pull2Panic PullGoexit Pull2Goexit PullImmediateStop Pull2ImmediateStop"));
    all.put(
        "src/runtime/chan_test.go",
        functions(
            "Chan NonblockRecvRace NonblockSelectRace NonblockSelectRace2 SelfSelect SelectStress"
                + " SelectFairness ChanSendInterface PseudoRandomSend MultiConsumer"
                + " ShrinkStackDuringBlockedSend NoShrinkStackWhileParking SelectDuplicateChannel"
                + " SelectStackAdjust"));
    all.put(
        "src/runtime/proc_test.go",
        functions(
            "StopTheWorldDeadlock YieldProgress YieldLockedProgress YieldLocked"
                + " GoroutineParallelism GoroutineParallelism2 BlockLocked TimerFairness"
                + " TimerFairness2 Preemption PreemptionGC AsyncPreempt GCFairness GCFairness2"
                + " NumGoroutine PingPongHog PreemptSplitBig SchedLocalQueue SchedLocalQueueSteal"
                + " SchedLocalQueueEmpty StealOrder LockOSThreadNesting LockOSThreadExit"
                + " LockOSThreadAvoidsStatePropagation LockOSThreadTemplateThreadRace"
                + " LockOSThreadVgetrandom PreemptionAfterSyscall GetgThreadSwitch NetpollBreak"
                + " BigGOMAXPROCS TraceSTW TraceGCSTW MexitSTW"));
    all.put(
        "src/runtime/crash_test.go",
        functions(
            "VDSO CrashHandler SimpleDeadlock InitDeadlock LockedDeadlock LockedDeadlock2"
                + " GoexitDeadlock StackOverflow ThreadExhaustion RecursivePanic RecursivePanic2"
                + " RecursivePanic3 RecursivePanic4 RecursivePanic5 RepanickedPanic"
                + " RepanickedMiddlePanic RepanickedPanicSandwich DoublePanicWithSameValue"
                + " GoexitCrash GoexitDefer GoNil MainGoroutineID NoHelperGoroutines Breakpoint"
                + " GoexitInPanic RuntimePanicWithRuntimeError PanicAfterGoexit"
                + " RecoveredPanicAfterGoexit RecoverBeforePanicAfterGoexit"
                + " RecoverBeforePanicAfterGoexit2 NetpollDeadlock PanicTraceback"
                + " PanicDeadlockGosched PanicDeadlockSyscall PanicLoop MemPprof"
                + " ConcurrentMapWrites ConcurrentMapReadWrite ConcurrentMapIterateWrite"
                + " ConcurrentMapWritesIssue69447 PanicInlined PanicRace BadTraceback TimePprof"
                + " Abort RuntimePanic TracebackRuntimeFunction TracebackRuntimeMethod"
                + " G0StackOverflow CrashWhileTracing DoublePanic PanicWhilePanicking"
                + " PanicOnUnsafeSlice NetpollWaiters FinalizerOrCleanupDeadlock"
                + " SynctestCondSignalFromNoBubble"));
    all.put(
        "src/time/sleep_test.go",
        functions(
            "Sleep AfterFunc TickerStress TickerConcurrentStress AfterFuncStarvation After"
                + " AfterTick AfterStop AfterQueuing TimerStopStress SleepZeroDeadlock Reset"
                + " OverflowSleep Issue5745 OverflowPeriodRuntimeTimer ZeroTimerResetPanics"
                + " ZeroTimerStopPanics ZeroTimer TimerModifiedEarlier AdjustTimers StopResult"
                + " ResetResult MultiWakeupTicker MultiWakeupTimer"));
    all.put(
        "src/time/tick_test.go",
        functions(
            "Ticker TickerStopWithDirectInitialization Teardown Tick NewTickerLtZeroDuration"
                + " TickerResetLtZeroDuration LongAdjustTimers TimerGC Chan ManualTicker"
                + " AfterTimes TickTimes"));
    all.put(
        "golang.org/x/time/rate/rate_test.go",
        functions(
            "Limit Every LimiterBurst1 LimiterBurst3 LimiterJumpBackwards"
                + " Limiter_noTruncationErrors SimultaneousRequests LongRunningQPS SimpleReserve"
                + " Mix CancelInvalid CancelLast CancelTooLate Cancel0Tokens Cancel1Token"
                + " CancelMulti ReserveJumpBack ReserveJumpBackCancel ReserveSetLimit"
                + " ReserveSetBurst ReserveSetLimitCancel ReserveMax WaitSimple WaitCancel"
                + " WaitTimeout WaitInf ZeroLimit SetAfterZeroLimit TinyLimit"));
    all.put(
        "golang.org/x/time/rate/sometimes_test.go",
        Stream.concat(
                Stream.of("once", "first", "every", "interval", "mix")
                    .map(n -> "ExampleSometimes_" + n),
                functions("SometimesZero SometimesMax SometimesNegative").stream())
            .sorted()
            .toList());
    all.put(
        "src/net/timeout_test.go",
        functions(
            "DialTimeout DialTimeoutMaxDuration AcceptTimeout AcceptTimeoutMustReturn"
                + " AcceptTimeoutMustNotReturn ReadTimeout ReadTimeoutMustNotReturn ReadFromTimeout"
                + " WriteTimeout WriteTimeoutMustNotReturn WriteToTimeout ReadTimeoutFluctuation"
                + " ReadFromTimeoutFluctuation WriteTimeoutFluctuation VariousDeadlines"
                + " VariousDeadlines1Proc VariousDeadlines4Proc ReadWriteProlongedTimeout"
                + " ReadWriteDeadlineRace ConcurrentSetDeadline"));
    all.put(
        "src/internal/poll/fd_mutex_test.go",
        functions(
            "MutexLock MutexClose MutexCloseUnblock MutexPanic MutexOverflowPanic MutexStress"));
    all.put(
        "src/os/timeout_test.go",
        functions(
            "NonpollableDeadline ReadTimeout ReadTimeoutMustNotReturn WriteTimeout"
                + " WriteTimeoutMustNotReturn ReadTimeoutFluctuation WriteTimeoutFluctuation"
                + " VariousDeadlines VariousDeadlines1Proc VariousDeadlines4Proc"
                + " ReadWriteDeadlineRace RacyRead RacyWrite"));
    all.put(
        "src/os/pipe_test.go",
        functions(
            "EPIPE StdPipe ClosedPipeRaceRead ClosedPipeRaceWrite ReadNonblockingFd"
                + " CloseWithBlockingReadByNewFile CloseWithBlockingReadByFd PipeEOF FdRace"
                + " FdReadRace"));
    all.put("src/sync/mutex_test.go", functions("Semaphore Mutex MutexMisuse MutexFairness"));
    all.put("src/sync/rwmutex_test.go", functions("ParallelReaders RWMutex RLocker"));
    all.put(
        "src/sync/waitgroup_test.go",
        functions("WaitGroup WaitGroupMisuse WaitGroupRace WaitGroupAlign WaitGroupGo Issue76126"));
    all.put("src/sync/once_test.go", functions("Once OncePanic"));
    all.put(
        "src/sync/oncefunc_test.go",
        functions(
            "OnceFunc OnceValue OnceValues OnceFuncPanic OnceValuePanic OnceValuesPanic"
                + " OnceFuncPanicNil OnceFuncGoexit OnceFuncPanicTraceback OnceXGC"));
    all.put(
        "src/sync/cond_test.go",
        functions(
            "CondSignal CondSignalGenerations CondBroadcast Race CondSignalStealing CondCopy"));
    all.put(
        "src/sync/pool_test.go",
        functions("Pool PoolNew PoolGC PoolRelease PoolStress PoolDequeue PoolChain NilPool"));
    all.put(
        "src/sync/map_test.go",
        functions(
            "MapMatchesRWMutex MapMatchesDeepCopy MapMatchesHashTrieMap ConcurrentRange Issue40999"
                + " MapRangeNestedCall CompareAndSwap_NonExistingKey MapRangeNoAllocations"
                + " ConcurrentClear MapClearOneAllocation"));
    all.put(
        "src/sync/example_test.go and example_pool_test.go",
        Stream.of("WaitGroup WaitGroup_addAndDone Once OnceValue OnceValues Pool".split(" "))
            .map(n -> "Example" + n)
            .sorted()
            .toList());
    all.put(
        "src/context/x_test.go",
        functions(
            "ParentFinishesChild ChildFinishesFirst CancelRemoves CustomContextGoroutines"
                + " Background TODO WithCancel Deadline Timeout CanceledTimeout Values Allocs"
                + " SimultaneousCancels InterlockedCancels LayersCancel LayersTimeout"
                + " WithCancelCanceledParent WithCancelSimultaneouslyCanceledParent"
                + " WithValueChecksKey InvalidDerivedFail DeadlineExceededSupportsTimeout Cause"
                + " CauseRace WithoutCancel CustomContextPropagation CustomContextCause"
                + " AfterFuncCalledAfterCancel AfterFuncCalledAfterTimeout"
                + " AfterFuncCalledImmediately AfterFuncNotCalledAfterStop"
                + " AfterFuncCalledAsynchronously ContextErrDoneRace"));
    all.put(
        "src/context/context_test.go",
        named(
            "XTestParentFinishesChild XTestChildFinishesFirst XTestCancelRemoves"
                + " XTestCustomContextGoroutines"));
    all.put(
        "src/context/afterfunc_test.go",
        functions(
            "CustomContextAfterFuncCancel CustomContextAfterFuncTimeout"
                + " CustomContextAfterFuncAfterFunc CustomContextAfterFuncUnregisterCancel"
                + " CustomContextAfterFuncUnregisterTimeout"
                + " CustomContextAfterFuncUnregisterAfterFunc"));
    all.put("src/context/net_test.go", functions("DeadlineExceededIsNetError"));
    all.put(
        "src/context/example_test.go",
        named(
            "ExampleWithCancel ExampleWithDeadline ExampleWithTimeout ExampleWithValue"
                + " ExampleAfterFunc_cond ExampleAfterFunc_connection ExampleAfterFunc_merge"));
    all.put(
        "golang.org/x/sync/errgroup",
        named(
            "TestZeroGroup TestWithContext TestTryGo TestGoLimit TestCancelCause"
                + " ExampleGroup_justErrors ExampleGroup_parallel ExampleGroup_pipeline"));
    all.put(
        "golang.org/x/sync/semaphore",
        named(
            "TestWeighted TestWeightedPanic TestWeightedNegativeSizePanic TestWeightedZeroSize"
                + " TestWeightedNegativeWeightPanic TestWeightedTryAcquire TestWeightedAcquire"
                + " TestWeightedDoesntBlockIfTooBig TestLargeAcquireDoesntStarve"
                + " TestAllocCancelDoesntStarve TestWeightedAcquireCanceled Example_workerPool"));
    all.put(
        "golang.org/x/sync/singleflight",
        named(
            "TestPanicErrorUnwrap TestDo TestDoErr TestDoDupSuppress TestForget TestDoChan"
                + " TestPanicDo TestGoexitDo TestPanicDoChan TestPanicDoSharedByDoChan"
                + " ExampleGroup"));
    return all;
  }

  private static List<String> files(String folder, String names) {
    return Arrays.stream(names.split(" ")).map(n -> folder + n + ".go").sorted().toList();
  }

  private static List<String> named(String names) {
    return Arrays.stream(names.split(" ")).sorted().toList();
  }

  private static List<String> functions(String names) {
    return Arrays.stream(names.split(" ")).map(n -> "Test" + n).sorted().toList();
  }
}
