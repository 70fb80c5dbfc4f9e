package dev.goro.bridges.servers;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A Spring Boot application on Tomcat, with goroutines where its switch puts virtual threads. */
class SpringBootTest {
  /** Fewer than there are requests at once. */
  private static final int THREADS = 4;

  private ConfigurableApplicationContext application;

  @SpringBootConfiguration
  @EnableAutoConfiguration
  @EnableAsync
  @Import({Controller.class, Background.class})
  static class Application {
    @Bean
    ExecutorService goroutines() {
      return Go.executor();
    }

    @Bean
    AsyncTaskExecutor applicationTaskExecutor(ExecutorService goroutines) {
      return new TaskExecutorAdapter(goroutines);
    }

    @Bean
    TomcatProtocolHandlerCustomizer<?> requestsOnGoroutines(ExecutorService goroutines) {
      return handler -> handler.setExecutor(goroutines);
    }

    @Bean
    Desk desk() {
      return new Desk();
    }
  }

  @RestController
  static class Controller {
    private final Desk desk;

    Controller(Desk desk) {
      this.desk = desk;
    }

    @GetMapping("/request")
    String request() {
      return desk.serve();
    }

    @GetMapping("/callable")
    Callable<String> callable() {
      return desk::serve;
    }
  }

  static class Background {
    @Async
    CompletableFuture<Long> goid() {
      return CompletableFuture.completedFuture(Go.goid());
    }
  }

  @BeforeEach
  void start() {
    application =
        SpringApplication.run(
            Application.class,
            "--server.address=127.0.0.1",
            "--server.port=0",
            "--server.tomcat.threads.max=" + THREADS,
            "--spring.main.banner-mode=off",
            "--logging.level.root=warn");
  }

  @AfterEach
  void stop() {
    var goroutines = application.getBean(ExecutorService.class);
    application.close();
    assertTrue(goroutines.isShutdown(), "Spring closes the executor, which is its bean");
  }

  private String url(String path) {
    return "http://127.0.0.1:"
        + application.getEnvironment().getProperty("local.server.port")
        + path;
  }

  @Test
  void itsRequestsAreGoroutines() throws Exception {
    application.getBean(Desk.class).assertServedByGoroutines(url("/request"));
  }

  @Test
  void theCallablesOfItsControllersAreGoroutines() throws Exception {
    application.getBean(Desk.class).assertServedByGoroutines(url("/callable"));
  }

  @Test
  void itsAsyncMethodsAreGoroutines() throws Exception {
    assertNotEquals(0, application.getBean(Background.class).goid().get());
  }
}
