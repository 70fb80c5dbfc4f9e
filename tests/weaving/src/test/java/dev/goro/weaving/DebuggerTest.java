package dev.goro.weaving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.LocalVariable;
import com.sun.jdi.Location;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import programs.Steps;

/** A debugger sees the same in a woven program as in one that is not. */
@Timeout(120)
class DebuggerTest {
  private static final Path AGENT = LibraryJars.named("goro-agent").getFirst();

  /**
   * A computation as a debugger shows it.
   *
   * @param lines the lines that it stepped through, with the variables at each
   * @param err what the program said
   */
  private record Session(List<String> lines, String err) {}

  @Test
  void stepsThroughTheSameLinesAndSeesTheSameVariables() throws Exception {
    Session plain = step("");
    Session woven = step("-javaagent:" + AGENT + "=programs.Steps,report");
    assertEquals(String.join("\n", plain.lines()), String.join("\n", woven.lines()));
    assertTrue(woven.lines().size() > 30, woven::toString);
    assertTrue(woven.err().contains("goro: weave: 1 classes woven"), woven::toString);
  }

  private static Session step(String agent) throws Exception {
    LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
    var arguments = connector.defaultArguments();
    set(arguments, "main", Steps.class.getName());
    set(
        arguments,
        "options",
        agent
            + " --add-opens java.base/java.lang=ALL-UNNAMED -Djdk.trackAllThreads=false -cp \""
            + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
            + '"');
    VirtualMachine vm = connector.launch(arguments);
    List<String> lines = new ArrayList<>();
    try {
      var prepare = vm.eventRequestManager().createClassPrepareRequest();
      prepare.addClassFilter(Steps.class.getName());
      prepare.setSuspendPolicy(EventRequest.SUSPEND_ALL);
      prepare.enable();
      vm.resume();
      while (true) {
        EventSet events = vm.eventQueue().remove();
        for (Event event : events) {
          follow(vm, event, lines);
        }
        events.resume();
      }
    } catch (VMDisconnectedException e) {
      // It has run to its end.
      byte[] err = vm.process().getErrorStream().readAllBytes();
      return new Session(lines, new String(err, StandardCharsets.UTF_8));
    } finally {
      vm.process().destroyForcibly();
    }
  }

  private static void set(
      Map<String, ? extends Connector.Argument> arguments, String name, String value) {
    arguments.get(name).setValue(value);
  }

  private static void follow(VirtualMachine vm, Event event, List<String> lines) throws Exception {
    switch (event) {
      case ClassPrepareEvent prepared -> {
        Location start = prepared.referenceType().methodsByName("compute").getFirst().location();
        vm.eventRequestManager().createBreakpointRequest(start).enable();
      }
      case BreakpointEvent reached -> {
        lines.add(show(reached.thread()));
        var step =
            vm.eventRequestManager()
                .createStepRequest(reached.thread(), StepRequest.STEP_LINE, StepRequest.STEP_INTO);
        step.addClassFilter(Steps.class.getName());
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
      text.append(' ').append(variable.name()).append('=').append(frame.getValue(variable));
    }
    return text.toString();
  }
}
