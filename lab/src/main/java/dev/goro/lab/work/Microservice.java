package dev.goro.lab.work;

import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A service whose requests each ask three other services at once, and wait for their answers. */
final class Microservice implements Program {
  private static final int CALLERS = 100;
  private static final int REQUESTS = 8;
  private static final int SERVICES = 3;

  @Override
  public String name() {
    return "microservice";
  }

  @Override
  public String about() {
    return ("%d callers send %d requests each; each request asks %d other services at once, which answer"
            + " after 2 to 6 ms, and adds what they said.")
        .formatted(CALLERS, REQUESTS, SERVICES);
  }

  @Override
  public String operation() {
    return "request";
  }

  @Override
  public List<Measure> matters() {
    return List.of(Measure.THROUGHPUT, Measure.TAIL_LATENCY, Measure.CPU, Measure.MEMORY);
  }

  @Override
  public Outcome run(Tasks tasks) throws Exception {
    var latencies = new Latencies(CALLERS * REQUESTS);
    var callers = new ArrayList<Tasks.Started<Long>>();
    for (int i = 0; i < CALLERS; i++) {
      int caller = i;
      callers.add(
          tasks.spawn(
              () -> {
                long sum = 0;
                for (int r = 0; r < REQUESTS; r++) {
                  long begin = System.nanoTime();
                  sum += request(tasks, caller * REQUESTS + r);
                  latencies.since(begin);
                }
                return sum;
              }));
    }
    long sum = 0;
    for (var caller : callers) {
      sum += caller.await();
    }
    long n = CALLERS * REQUESTS;
    Check.equal("the sum of all answers", SERVICES * n * (n - 1) / 2 + 3 * n, sum);
    return new Outcome(latencies.all(), 0);
  }

  private static long request(Tasks tasks, int id) throws Exception {
    var asked = new ArrayList<Tasks.Started<String>>();
    for (int i = 0; i < SERVICES; i++) {
      int service = i;
      asked.add(tasks.spawn(() -> ask(tasks, service, id)));
    }
    long sum = 0;
    for (var answer : asked) {
      String text = answer.await();
      sum += Long.parseLong(text.substring(text.indexOf(':') + 1, text.length() - 1));
    }
    return sum;
  }

  /** What another service does: it takes its time, and answers with some JSON. */
  private static String ask(Tasks tasks, int service, int id) throws InterruptedException {
    tasks.sleep(Duration.ofMillis(2 + (id + service * 2) % 5));
    return "{\"value\":" + (id + service) + "}";
  }
}
