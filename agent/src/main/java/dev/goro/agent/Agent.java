package dev.goro.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes as the JVM loads them: {@code -javaagent:goro-agent.jar}, or {@code
 * -javaagent:goro-agent.jar=com.acme.*} where the choice is not left to the system property or the
 * environment.
 *
 * <p>It never throws into the program and says nothing, unless asked to report. Never woven are the
 * JDK's classes, Goro's own, and those of loaders from which Goro is not seen.
 */
public final class Agent implements ClassFileTransformer {
  /** What the JVM ends with if the choice of classes makes no sense. */
  private static final int MISUSED = 2;

  private static final String PREEMPT = "dev.goro.preempt.Preempt";

  private final Instrumentation instrumentation;
  private final Weaving weaving;

  /** Of each class loader, the module in which it sees the poll; an own mark where it sees none. */
  private final Map<ClassLoader, Object> seen = Collections.synchronizedMap(new WeakHashMap<>());

  private static final Object UNSEEN = new Object();

  private Agent(Instrumentation instrumentation, Weaving weaving) {
    this.instrumentation = instrumentation;
    this.weaving = weaving;
  }

  /**
   * Called by the JVM before the program's {@code main}.
   *
   * @param argument what to weave; nothing to leave it to the system property or the environment
   * @param instrumentation takes the weaver
   */
  public static void premain(@Nullable String argument, Instrumentation instrumentation) {
    Weaving weaving;
    try {
      weaving =
          argument == null || argument.isEmpty()
              ? Weaving.ofProcess()
              : Weaving.of(argument, "the argument of goro-agent.jar");
    } catch (IllegalArgumentException e) {
      System.err.println("goro: " + e.getMessage() + ".");
      System.exit(MISUSED);
      return;
    }
    if (weaving.isOff()) {
      return;
    }
    if (weaving.wantsReport()) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> System.err.println("goro: weave: " + weaving.report())));
    }
    instrumentation.addTransformer(new Agent(instrumentation, weaving));
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    try {
      if (loader == null || className == null || isJdk(module)) {
        return null;
      }
      String name = className.replace('/', '.');
      if (!weaving.takes(name)) {
        return null;
      }
      if (!(moduleOfPoll(loader) instanceof Module polls)) {
        weaving.countUnreachable();
        return null;
      }
      byte[] woven = weaving.apply(name, classFile);
      if (woven != null && module != null && !module.canRead(polls)) {
        letRead(module, polls);
      }
      return woven;
    } catch (Throwable _) {
      // The JVM would drop it too, and load the class as it is. Nothing may keep a program from
      // loading its classes.
      return null;
    }
  }

  private static boolean isJdk(@Nullable Module module) {
    if (module == null || !module.isNamed()) {
      return false;
    }
    String name = module.getName();
    return name.startsWith("java.") || name.startsWith("jdk.");
  }

  private Object moduleOfPoll(ClassLoader loader) {
    Object known = seen.get(loader);
    if (known == null) {
      // Not under the map's lock: the loader is the program's code.
      known = look(loader);
      seen.put(loader, known);
    }
    return known;
  }

  private static Object look(ClassLoader loader) {
    try {
      return loader.loadClass(PREEMPT).getModule();
    } catch (ClassNotFoundException | LinkageError _) {
      return UNSEEN;
    }
  }

  private void letRead(Module module, Module polls) {
    instrumentation.redefineModule(module, Set.of(polls), Map.of(), Map.of(), Set.of(), Map.of());
  }
}
