package dev.goro.maven;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code goro:weave} on a folder of class files. */
@Timeout(60)
class WeaveMojoTest {
  @TempDir Path folder;

  private final WeaveMojo mojo = new WeaveMojo();
  private Path loop;

  @BeforeEach
  void compile() throws Exception {
    Path source = folder.resolve("Loop.java");
    Files.writeString(
        source, "package com.acme; class Loop { void run() { while (true) { hashCode(); } } }");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), source.toString());
    assertTrue(result == 0);
    loop = folder.resolve("com/acme/Loop.class");
    mojo.classes = folder.toFile();
    mojo.artifacts = List.of(agent());
  }

  private static DefaultArtifact agent() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var artifact =
        new DefaultArtifact(
            "dev.goro", "goro-agent", "1", "runtime", "jar", "", new DefaultArtifactHandler("jar"));
    for (String element : path.split(File.pathSeparator)) {
      if (new File(element).getName().startsWith("goro-agent")) {
        artifact.setFile(new File(element));
      }
    }
    return artifact;
  }

  private boolean isWoven() throws Exception {
    return new String(Files.readAllBytes(loop), StandardCharsets.ISO_8859_1)
        .contains("dev/goro/preempt/Preempt");
  }

  @Test
  void weavesOnce() throws Exception {
    mojo.execute();
    assertTrue(isWoven());
    byte[] once = Files.readAllBytes(loop);
    mojo.execute();
    assertArrayEquals(once, Files.readAllBytes(loop));
  }

  @Test
  void leavesWhatIsNotChosen() throws Exception {
    mojo.weave = "!com.acme.Loop";
    mojo.execute();
    assertFalse(isWoven());
    mojo.weave = null;
    mojo.skip = true;
    mojo.execute();
    assertFalse(isWoven());
  }

  @Test
  void failsWithTheSentenceAboutAWrongPattern() {
    mojo.weave = "com..acme";
    var e = assertThrows(MojoFailureException.class, mojo::execute);
    assertTrue(e.getMessage().startsWith("goro: --weave has \"com..acme\": "), e.getMessage());
  }
}
