package dev.goro.lincheck;

import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * How many scenarios and interleavings are tried: few in each build, many with {@code
 * -Dgoro.long=true}.
 */
public final class Effort {
  /** The time limit of a test, which a build on a busy machine must not meet. */
  public static final int LIMIT_SECONDS = 3_600;

  private static final boolean LONG = Boolean.getBoolean("goro.long");

  private Effort() {}

  /**
   * How many scenarios to try.
   *
   * @return the number
   */
  public static int scenarios() {
    return LONG ? 100 : 5;
  }

  /**
   * Model checking of random scenarios of three threads.
   *
   * @param specification the class that says what is right when one thread does it all
   * @return the options
   */
  public static ModelCheckingOptions of(Class<?> specification) {
    return new ModelCheckingOptions()
        .iterations(scenarios())
        .invocationsPerIteration(LONG ? 10_000 : 100)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(2)
        .sequentialSpecification(specification)
        .addGuarantee(
            ManagedStrategyGuaranteeKt.forClasses(
                    "dev.goro.runtime.sched.Pause", "dev.goro.runtime.sched.Contention")
                .allMethods()
                .ignore());
  }

  /**
   * Model checking of given scenarios, for operations that wait for each other: at random a
   * scenario would mostly end with threads that wait for ever.
   *
   * @param specification the class that says what is right when one thread does it all
   * @param scenarios the scenarios
   * @return the options
   */
  public static ModelCheckingOptions of(Class<?> specification, List<ExecutionScenario> scenarios) {
    ModelCheckingOptions options = of(specification).iterations(0);
    scenarios.forEach(options::addCustomScenario);
    return options;
  }

  /**
   * Model checking of a few small scenarios, so thoroughly that also what takes several switches
   * between the threads is met.
   *
   * @param specification the class that says what is right when one thread does it all
   * @param scenarios the scenarios, with two or three threads of few calls each
   * @return the options
   */
  public static ModelCheckingOptions thorough(
      Class<?> specification, List<ExecutionScenario> scenarios) {
    return of(specification, scenarios).invocationsPerIteration(LONG ? 50_000 : 3_000);
  }

  /**
   * A scenario.
   *
   * @param threads what each thread calls, one after the other
   * @return the scenario
   */
  public static ExecutionScenario scenario(List<List<Actor>> threads) {
    return new ExecutionScenario(List.of(), threads, List.of(), null);
  }

  /**
   * A call of a method of a test class.
   *
   * @param test the class
   * @param method the name of the method
   * @param arguments its arguments, all of them {@code int}
   * @return the call
   */
  public static Actor call(Class<?> test, String method, Integer... arguments) {
    Class<?>[] types = new Class<?>[arguments.length];
    Arrays.fill(types, int.class);
    try {
      return new Actor(test.getMethod(method, types), List.of(arguments));
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          test + " has no method " + method + " with ints as parameters", e);
    }
  }
}
