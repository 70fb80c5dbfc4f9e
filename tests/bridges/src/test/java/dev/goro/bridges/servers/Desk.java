package dev.goro.bridges.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.testing.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * The application behind each server. A request waits at the desk until all have come, so that all
 * are served at once; each answers with the number of its goroutine.
 */
final class Desk {
  private static final int REQUESTS = 40;
  private static final Pattern HOW_MANY = Pattern.compile("^(?:(\\d+) goroutines|goroutine) ");

  private final Chan<Long> arrived = Chan.make(REQUESTS);
  private final Chan<Boolean> gate = Chan.make();

  /** What each request does. */
  String serve() {
    long goid = Go.goid();
    arrived.send(goid);
    gate.recv();
    return String.valueOf(goid);
  }

  /** Sends requests, more than a server has threads, and checks that goroutines serve them. */
  void assertServedByGoroutines(String url) throws Exception {
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var request = HttpRequest.newBuilder(URI.create(url)).build();
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        answers.add(client.sendAsync(request, BodyHandlers.ofString()));
      }
      Set<String> goids = new HashSet<>();
      for (int i = 0; i < REQUESTS; i++) {
        goids.add(String.valueOf(arrived.recv()));
      }
      assertEquals(REQUESTS, goids.size(), "each request has a goroutine of its own");
      assertFalse(goids.contains("0"), "a request ran on a thread that is no goroutine");
      Eventually.equal(
          "the number of goroutines that the dump shows at the desk", REQUESTS, Desk::inDump);
      gate.close();
      Set<String> answered = new HashSet<>();
      for (var answer : answers) {
        assertEquals(200, answer.get().statusCode());
        answered.add(answer.get().body());
      }
      assertEquals(goids, answered);
    }
  }

  /** How many goroutines Goro's dump shows that wait in {@link #serve}. */
  private static int inDump() {
    int all = 0;
    for (String group : Go.dump().split("\n\n")) {
      var howMany = HOW_MANY.matcher(group);
      if (group.contains("[chan receive") && group.contains("Desk.serve") && howMany.find()) {
        all += howMany.group(1) == null ? 1 : Integer.parseInt(howMany.group(1));
      }
    }
    return all;
  }
}
