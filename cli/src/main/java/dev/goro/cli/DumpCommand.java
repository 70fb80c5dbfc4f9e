package dev.goro.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code goro dump PID}: an agent that is loaded into the other JVM writes the dump to a file that
 * only this user can read.
 */
@Command(
    name = "dump",
    description =
        "Prints every goroutine of a running program: equal stacks folded, why each waits and for"
            + " how long. Works for any JVM with Goro in it, of the same user.")
final class DumpCommand implements Runnable {
  @Parameters(paramLabel = "PID", description = "The program's process id.")
  private long pid;

  @Override
  public void run() {
    if (pid <= 0) {
      throw CommandException.misused(pid + " is no process id");
    }
    if (ProcessHandle.of(pid).isEmpty()) {
      throw CommandException.failed("there is no process " + pid);
    }
    System.out.println(dump());
  }

  private String dump() {
    try {
      Path folder = Files.createTempDirectory("goro-dump");
      try {
        Path file = folder.resolve("dump");
        load(file);
        String dump = Files.readString(file);
        if (dump.isEmpty()) {
          throw CommandException.failed(
              "process " + pid + " is a JVM in which no Goro has been used");
        }
        return dump;
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw CommandException.failed(
          "process " + pid + " cannot be asked for its goroutines: " + e.getMessage(), e);
    }
  }

  private void load(Path file) throws IOException {
    VirtualMachine machine;
    try {
      machine = VirtualMachine.attach(Long.toString(pid));
    } catch (AttachNotSupportedException | IOException e) {
      throw CommandException.failed(
          "process " + pid + " is no JVM that this user can look into", e);
    }
    try {
      machine.loadAgent(Installation.launcherJar().toString(), file.toString());
    } catch (AgentLoadException | AgentInitializationException e) {
      throw CommandException.failed(
          "the JVM of process " + pid + " takes no agent: " + e.getMessage(), e);
    } finally {
      machine.detach();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
