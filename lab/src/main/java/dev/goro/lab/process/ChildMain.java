package dev.goro.lab.process;

import dev.goro.Go;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The main class of a child JVM. It runs one experiment and writes what it found as the last line
 * of stdout. Its stdin is a pipe from the lab: when that ends the lab is gone, and so goes the
 * child, whatever it is doing.
 */
public final class ChildMain {
  private static final int ABANDONED = 3;

  private ChildMain() {}

  /**
   * Runs an experiment.
   *
   * @param args the {@link Flags}, the experiment's class, and its arguments
   * @throws Exception what the experiment threw
   */
  public static void main(String[] args) throws Exception {
    Thread.ofPlatform().daemon().name("lab-watch").start(ChildMain::endWithTheLab);
    var experiment =
        Class.forName(args[1]).asSubclass(Experiment.class).getDeclaredConstructor().newInstance();
    List<String> own = Arrays.asList(args).subList(2, args.length);
    var found = new AtomicReference<Object>();
    switch (Flags.valueOf(args[0])) {
      case GORO -> Go.run(() -> found.set(experiment.run(own)));
      case PLAIN -> found.set(experiment.run(own));
    }
    System.out.println();
    System.out.println(JsonMapper.shared().writeValueAsString(found.get()));
    System.out.flush();
    Runtime.getRuntime().halt(0); // what the experiment left running ends with it
  }

  private static void endWithTheLab() {
    try {
      while (System.in.read() >= 0) {
        // The lab writes nothing.
      }
    } catch (IOException e) {
      // The pipe is broken: the lab is gone as well.
    }
    Runtime.getRuntime().halt(ABANDONED);
  }
}
