package dev.goro.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Component;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/**
 * Weaves preemption polls into the project's classes, so that a goroutine that computes for long
 * gives way to others. What is woven already stays as it is.
 *
 * <p>The weaver needs a JDK 25, which Maven itself may not run on: it is started on the JDK of the
 * toolchain, if there is one, and otherwise on Maven's own.
 */
@Mojo(name = "weave", defaultPhase = LifecyclePhase.PROCESS_CLASSES, threadSafe = true)
public final class WeaveMojo extends AbstractMojo {
  private static final String AGENT = "goro-agent";
  private static final int JDK = 25;

  /** The folder of the class files. */
  @Parameter(defaultValue = "${project.build.outputDirectory}", required = true)
  @Nullable File classes;

  /**
   * Which packages and classes are woven, as in {@code com.acme.*,!com.acme.hot.*}; all of the
   * project's unless given.
   */
  @Parameter(property = "goro.weave")
  @Nullable String weave;

  /** Whether to do nothing. */
  @Parameter(property = "goro.weave.skip")
  boolean skip;

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true)
  @Nullable List<Artifact> artifacts;

  @Parameter(defaultValue = "${session}", readonly = true)
  @Nullable MavenSession session;

  @Component @Nullable ToolchainManager toolchains;

  /** Called by Maven. */
  public WeaveMojo() {}

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    File folder = classes;
    if (skip || folder == null || !folder.isDirectory()) {
      getLog().debug("nothing to weave");
      return;
    }
    var command =
        List.of(
            java(),
            "-jar",
            agent().toString(),
            "--weave=" + (weave == null ? "" : weave),
            folder.toString());
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new MojoFailureException(said);
      }
      getLog().info(said);
    } catch (IOException e) {
      throw new MojoExecutionException("the weaver cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("the build was interrupted while it wove", e);
    }
  }

  private String java() throws MojoFailureException {
    if (toolchains != null && session != null) {
      Toolchain jdk = toolchains.getToolchainFromBuildContext("jdk", session);
      String java = jdk == null ? null : jdk.findTool("java");
      if (java != null) {
        return java;
      }
    }
    if (Runtime.version().feature() < JDK) {
      throw new MojoFailureException(
          "goro:weave needs a JDK 25 or later, and Maven runs on "
              + Runtime.version()
              + ": set JAVA_HOME to a newer one, or choose one by the maven-toolchains-plugin");
    }
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private Path agent() throws MojoExecutionException {
    if (artifacts != null) {
      for (Artifact artifact : artifacts) {
        if (artifact.getArtifactId().equals(AGENT) && artifact.getFile() != null) {
          return artifact.getFile().toPath();
        }
      }
    }
    throw new MojoExecutionException("goro-agent is not among the plugin's dependencies");
  }
}
