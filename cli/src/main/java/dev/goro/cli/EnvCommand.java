package dev.goro.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code goro env}. */
@Command(name = "env", description = "Prints what Goro uses, in a form that a shell can read.")
final class EnvCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Print only the values of these, one a line.")
  private List<String> names = List.of();

  @Override
  public void run() {
    Map<String, String> values = values();
    for (String name : names) {
      if (!values.containsKey(name)) {
        throw new ParameterException(
            spec.commandLine(), name + " is none of " + String.join(", ", values.keySet()));
      }
    }
    if (names.isEmpty()) {
      values.forEach((name, value) -> System.out.println(name + "=" + quoted(value)));
    } else {
      names.forEach(name -> System.out.println(values.get(name)));
    }
  }

  private static Map<String, String> values() {
    var values = new LinkedHashMap<String, String>();
    values.put("GORO_HOME", Installation.home().toString());
    values.put("GORO_VERSION", Installation.version());
    values.put("GORO_LIB", Installation.lib().toString());
    values.put("GORO_CACHE", Installation.cache().toString());
    values.put("GORO_JAVA_HOME", System.getProperty("java.home"));
    values.put("GORO_JAVA_VERSION", Runtime.version().toString());
    values.put("GORO_MAVEN", System.getProperty("goro.maven", ""));
    for (String name :
        List.of("GOMAXPROCS", "GORO_AFFINITY", "GORO_DEBUG", "GORO_MAXSTACK", "GORO_WEAVE")) {
      values.put(name, System.getenv().getOrDefault(name, ""));
    }
    return values;
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
