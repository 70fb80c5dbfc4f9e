package dev.goro.weaving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.LocalVariable;
import com.sun.jdi.Location;
import com.sun.jdi.PrimitiveValue;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.StepEvent;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.StepRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import programs.Steps;
import programs.Yields;

/**
 * A debugger sees the same in a woven program as in one that is not. It steps across the yields of
 * a coroutine's body, which runs in turn under a debugger.
 */
@Timeout(120)
class DebuggerTest {
  private static final Path AGENT = LibraryJars.named("goro-agent").getFirst();

  /**
   * A program as a debugger shows it.
   *
   * @param lines the lines that it stepped through, with the variables at each
   * @param out what the program printed
   * @param err what the program said
   */
  private record Session(List<String> lines, String out, String err) {}

  @Test
  void stepsThroughTheSameLinesAndSeesTheSameVariables() throws Exception {
    Session plain = new Debugger(Steps.class, StepRequest.STEP_INTO, "compute").run("");
    Session woven =
        new Debugger(Steps.class, StepRequest.STEP_INTO, "compute")
            .run("-javaagent:" + AGENT + "=programs.Steps,report");
    assertEquals(String.join("\n", plain.lines()), String.join("\n", woven.lines()));
    assertTrue(woven.lines().size() > 30, woven::toString);
    assertTrue(woven.err().contains("goro: weave: 1 classes woven"), woven::toString);
  }

  private static List<String> of(String method, Session session) {
    return session.lines().stream()
        .filter(line -> line.startsWith(method + ":"))
        .map(line -> line.replaceFirst(":\\d+", ""))
        .toList();
  }

  @Test
  void stepsThroughABodyAcrossItsYields() throws Exception {
    Session session = new Debugger(Yields.class, StepRequest.STEP_OVER, "squares").run("");
    var expected = new ArrayList<>(List.of("squares count=4"));
    for (int i = 1; i <= 4; i++) {
      String loop = "squares count=4 i=" + i;
      expected.addAll(List.of(loop, loop + " square=" + i * i, loop));
    }
    expected.add("squares count=4");
    assertEquals(expected, of("squares", session), session::toString);
    assertEquals("30 in turn\n", session.out(), session::toString);
  }

  @Test
  void stepsThroughTheLoopThatAsksABody() throws Exception {
    Session session = new Debugger(Yields.class, StepRequest.STEP_OVER, "sum").run("");
    var expected = new ArrayList<>(List.of("sum", "sum sum=0"));
    int sum = 0;
    for (int number : new int[] {1, 4, 9, 16}) {
      expected.add("sum sum=" + sum + " number=" + number);
      sum += number;
      expected.addAll(List.of("sum sum=" + sum, "sum sum=" + sum));
    }
    expected.add("sum sum=30");
    assertEquals(expected, of("sum", session), session::toString);
    assertEquals("30 in turn\n", session.out(), session::toString);
  }

  /** Steps through a method of a program, beginning where it is called first. */
  private static final class Debugger {
    private final Class<?> program;
    private final int depth;
    private final String method;
    private final List<String> lines = new ArrayList<>();

    Debugger(Class<?> program, int depth, String method) {
      this.program = program;
      this.depth = depth;
      this.method = method;
    }

    Session run(String flag) throws Exception {
      LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
      var arguments = connector.defaultArguments();
      set(arguments, "main", program.getName());
      set(
          arguments,
          "options",
          flag
              + " --add-opens java.base/java.lang=ALL-UNNAMED -Djdk.trackAllThreads=false -cp \""
              + System.getProperty(
                  "surefire.test.class.path", System.getProperty("java.class.path"))
              + '"');
      VirtualMachine vm = connector.launch(arguments);
      try {
        var prepare = vm.eventRequestManager().createClassPrepareRequest();
        prepare.addClassFilter(program.getName());
        prepare.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        prepare.enable();
        vm.resume();
        while (true) {
          EventSet events = vm.eventQueue().remove();
          for (Event event : events) {
            follow(vm, event);
          }
          events.resume();
        }
      } catch (VMDisconnectedException e) {
        // It has run to its end.
        Process process = vm.process();
        return new Session(lines, all(process.getInputStream()), all(process.getErrorStream()));
      } finally {
        vm.process().destroyForcibly();
      }
    }

    private static void set(
        Map<String, ? extends Connector.Argument> arguments, String name, String value) {
      arguments.get(name).setValue(value);
    }

    private static String all(InputStream stream) throws IOException {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    private void follow(VirtualMachine vm, Event event) throws Exception {
      switch (event) {
        case ClassPrepareEvent prepared -> {
          Location start = prepared.referenceType().methodsByName(method).getFirst().location();
          vm.eventRequestManager().createBreakpointRequest(start).enable();
        }
        case BreakpointEvent reached -> {
          lines.add(show(reached.thread()));
          var step =
              vm.eventRequestManager()
                  .createStepRequest(reached.thread(), StepRequest.STEP_LINE, depth);
          step.addClassFilter(program.getName());
          step.enable();
        }
        case StepEvent stepped -> lines.add(show(stepped.thread()));
        default -> {
          // The VM has started, or ends.
        }
      }
    }

    private static String show(ThreadReference thread) throws Exception {
      StackFrame frame = thread.frame(0);
      var text = new StringBuilder(frame.location().method().name());
      text.append(':').append(frame.location().lineNumber());
      for (LocalVariable variable : frame.visibleVariables()) {
        if (frame.getValue(variable) instanceof PrimitiveValue value) {
          text.append(' ').append(variable.name()).append('=').append(value);
        }
      }
      return text.toString();
    }
  }
}
