// Three philosophers dine. Each takes the fork on the left, and then waits for the one on the right
// for ever. Goro sees that nothing can go on: it says where everyone waits, and ends with status 2.
//
//   goro run examples/Deadlock.java

import static dev.goro.Go.*;

import module dev.goro.core;

void main() {
  List<String> names = List.of("Confucius", "Hypatia", "Spinoza");
  var forks = Stream.generate(Mutex::new).limit(names.size()).toList();
  var seated = new WaitGroup(); // nobody takes a second fork before all hold one: no lucky escapes
  seated.add(names.size());
  var dinner = new WaitGroup();
  dinner.add(names.size());
  for (int i = 0; i < names.size(); i++) {
    Mutex left = forks.get(i);
    Mutex right = forks.get((i + 1) % names.size());
    String name = names.get(i);
    go(
        name,
        () -> {
          left.lock();
          seated.done();
          seated.await();
          right.lock();
          IO.println(name + " eats");
          right.unlock();
          left.unlock();
          dinner.done();
        });
  }
  IO.println("dinner is served");
  dinner.await();
}
