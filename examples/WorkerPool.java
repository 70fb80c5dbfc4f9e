// A pool of four workers takes jobs from one channel and puts results into another.
//
//   goro run examples/WorkerPool.java
//
// The job is a proof of work: find the first number that, appended to a word, gives it a SHA-256
// that begins with 16 zero bits. Who does which job differs from run to run, the results do not.

import static dev.goro.Go.*;

import module dev.goro.core;

record Job(int number, String word) {}

record Result(Job job, int worker, int proof, String hash) {}

void main() {
  List<String> words = List.of("go", "channel", "select", "park", "ready", "steal", "spin", "wake");
  Chan<Job> jobs = Chan.make();
  Chan<Result> results = Chan.make();

  var workers = new WaitGroup();
  for (int id = 1; id <= 4; id++) {
    int worker = id;
    workers.go(() -> work(worker, jobs, results));
  }
  go(
      () -> {
        for (int i = 0; i < words.size(); i++) {
          jobs.send(new Job(i, words.get(i)));
        }
        jobs.close(); // each worker's loop ends once the jobs are taken
        workers.await();
        results.close(); // and so does the loop below
      });

  var sorted = new Result[words.size()];
  for (Result r : results) {
    IO.println("worker %d has done job %d".formatted(r.worker, r.job.number));
    sorted[r.job.number] = r;
  }
  for (Result r : sorted) {
    IO.println("%-8s %6d  %s…".formatted(r.job.word, r.proof, r.hash.substring(0, 16)));
  }
}

void work(int id, RecvChan<Job> jobs, SendChan<Result> results) throws Exception {
  var sha = MessageDigest.getInstance("SHA-256");
  for (Job job : jobs) {
    for (int proof = 0; ; proof++) {
      byte[] hash = sha.digest((job.word + proof).getBytes(StandardCharsets.UTF_8));
      if (hash[0] == 0 && hash[1] == 0) {
        results.send(new Result(job, id, proof, HexFormat.of().formatHex(hash)));
        break;
      }
    }
  }
}
