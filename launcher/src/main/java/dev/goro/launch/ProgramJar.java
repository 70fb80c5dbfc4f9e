package dev.goro.launch;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** An executable jar, and what its manifest asks of the launcher. */
final class ProgramJar {
  private final String path;
  private final Attributes attributes;

  private ProgramJar(String path, Attributes attributes) {
    this.path = path;
    this.attributes = attributes;
  }

  /**
   * Reads the manifest, and opens and exports the packages that it names, as the JDK's launcher
   * does.
   */
  static ProgramJar open(String path) throws LaunchException {
    if (!new File(path).isFile()) {
      throw new LaunchException("there is no jar " + path);
    }
    try (var file = new JarFile(path)) {
      Manifest manifest = file.getManifest();
      Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
      var jar = new ProgramJar(path, attributes);
      jar.apply("Add-Opens", "implAddOpensToAllUnnamed");
      jar.apply("Add-Exports", "implAddExportsToAllUnnamed");
      return jar;
    } catch (IOException e) {
      throw new LaunchException(path + " cannot be read as a jar: " + e.getMessage(), e);
    }
  }

  String mainClass() throws LaunchException {
    String name = attributes.getValue(Attributes.Name.MAIN_CLASS);
    if (name == null) {
      throw new LaunchException(
          path + " has no Main-Class in its manifest: name the class with --class C --cp " + path);
    }
    return name.strip();
  }

  /**
   * Does for each {@code module/package} that an attribute lists what the JDK's launcher does for
   * {@code -jar}.
   */
  private void apply(String attribute, String moduleMethod) throws LaunchException {
    String list = attributes.getValue(attribute);
    if (list == null || list.isBlank()) {
      return;
    }
    try {
      Method method = Module.class.getDeclaredMethod(moduleMethod, String.class);
      method.setAccessible(true);
      for (String entry : list.strip().split("\\s+")) {
        int slash = entry.indexOf('/');
        var module = slash < 0 ? null : ModuleLayer.boot().findModule(entry.substring(0, slash));
        if (module != null && module.isPresent()) {
          method.invoke(module.get(), entry.substring(slash + 1));
        }
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new LaunchException(
          path
              + " has "
              + attribute
              + " in its manifest, which this JDK refuses: use -J--add-opens",
          e);
    }
  }
}
