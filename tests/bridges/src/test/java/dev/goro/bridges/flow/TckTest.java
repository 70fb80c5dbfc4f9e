package dev.goro.bridges.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.testing.GoroTest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/**
 * Runs the TCK of Reactive Streams for {@code java.util.concurrent.Flow}, which is written for
 * TestNG. What it cannot test at all it skips, by the name {@code untested_}; and what a publisher
 * may or may not do, by the name {@code optional_}.
 */
@GoroTest(seconds = 300)
class TckTest {
  /** How long the TCK waits for a signal that must come. */
  static final long WAIT_MILLIS = 2_000;

  /** How long it waits to see that none comes. */
  static final long NO_SIGNAL_MILLIS = 30;

  /** Of publishers that can fail before their first value; a channel cannot. */
  private static final String OF_FAILING_PUBLISHERS =
      "required_spec109_mayRejectCallsToSubscribeIfPublisherIsUnableOrUnwillingToServeThem"
          + "RejectionMustTriggerOnErrorAfterOnSubscribe";

  @ParameterizedTest
  @ValueSource(
      classes = {
        PublisherRules.class,
        SubscriberBlackboxRules.class,
        SubscriberWhiteboxRules.class
      })
  void everyRequiredRulePasses(Class<?> rules) {
    var outcome = new TestListenerAdapter();
    var tests = new TestNG(false);
    tests.setVerbose(0);
    tests.setTestClasses(new Class<?>[] {rules});
    tests.addListener(outcome);
    tests.run();

    Map<String, String> failed = messages(outcome.getFailedTests());
    assertEquals(Map.of(), failed);
    Map<String, String> skipped = messages(outcome.getSkippedTests());
    assertEquals(
        List.of(),
        skipped.keySet().stream()
            .filter(name -> name.startsWith("required_") && !name.equals(OF_FAILING_PUBLISHERS))
            .toList(),
        () -> "required rules that were skipped, of " + skipped);
    assertTrue(
        outcome.getPassedTests().stream().anyMatch(t -> t.getName().startsWith("required_")),
        "no rule ran");
    assertEquals(List.of(), outcome.getConfigurationFailures());
  }

  private static Map<String, String> messages(List<ITestResult> results) {
    var messages = new TreeMap<String, String>();
    results.forEach(r -> messages.put(r.getName(), String.valueOf(r.getThrowable())));
    return messages;
  }
}
