package dev.goro.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * The entry of a child JVM: runs a class's {@code main} as the main goroutine of a program, as the
 * launcher does.
 *
 * <p>Arguments: the class, then the program's own.
 */
final class ProgramMain {
  private ProgramMain() {}

  public static void main(String[] args) throws Exception {
    // Not initialized here: a class initializer belongs to the main goroutine too.
    Method main = mainOf(Class.forName(args[0], false, ProgramMain.class.getClassLoader()));
    main.setAccessible(true);
    Object[] rest =
        main.getParameterCount() == 0
            ? new Object[0]
            : new Object[] {Arrays.copyOfRange(args, 1, args.length)};
    dev.goro.runtime.sched.Program.run(
        () -> {
          try {
            main.invoke(null, rest);
          } catch (InvocationTargetException e) {
            throw sneaky(e.getCause());
          }
        });
  }

  private static Method mainOf(Class<?> program) throws NoSuchMethodException {
    try {
      return program.getDeclaredMethod("main", String[].class);
    } catch (NoSuchMethodException withoutArguments) {
      return program.getDeclaredMethod("main");
    }
  }

  @SuppressWarnings("unchecked") // erased: throws any throwable as it is
  private static <E extends Throwable> RuntimeException sneaky(Throwable t) throws E {
    throw (E) t;
  }
}
