// Draws the pictures of docs/scheduler.md and docs/preemption.md.
//
//   java docs/img/Draw.java docs/img

import module java.base;

void main(String[] args) throws IOException {
  if (args.length != 1) {
    System.err.println("Draw needs the folder to write to: java docs/img/Draw.java docs/img");
    System.exit(2);
  }
  Path folder = Path.of(args[0]);
  Map.of(
          "gmp", gmp(),
          "states", states(),
          "queues", queues(),
          "wakeup", wakeup(),
          "handover", handover(),
          "select", select(),
          "timers", timers(),
          "retake", retake(),
          "slices", slices(),
          "netpoll", netpoll())
      .forEach((name, picture) -> picture.write(folder.resolve(name + ".svg")));
}

// ---- the pictures

Picture gmp() {
  var p = new Picture(900, 440, "Two Ms hold a P each and run a goroutine each; others wait");
  for (int i = 0; i < 2; i++) {
    double x = 30 + i * 250;
    p.box(x, 50, 220, 62, M, "");
    p.left(x + 12, 72, "M" + i, "an OS thread");
    p.goroutine(x + 180, 81, i == 0 ? "7" : "12", G);
    p.line(x + 110, 112, x + 110, 140, "holds");
    p.box(x, 140, 220, 190, P, "");
    p.left(x + 12, 164, "P" + i, "");
    p.small(x + 12, 192, "runnext");
    p.cell(x + 84, 174, i == 0 ? "8" : "");
    p.small(x + 12, 232, "queue");
    String[] queue = i == 0 ? new String[] {"3", "9", "4"} : new String[] {"15"};
    for (int c = 0; c < 4; c++) {
      p.cell(x + 84 + c * 32, 214, c < queue.length ? queue[c] : "");
    }
    p.small(x + 12, 292, "timers");
    p.heap(x + 100, 268);
  }
  p.lines(
      34,
      366,
      """
      Each M runs one goroutine at a time, on its own stack.
      Here GOMAXPROCS is 2: there are two Ps, and so two
      goroutines run at once.
      """);

  p.box(550, 50, 320, 62, PLAIN, "");
  p.left(562, 72, "Global queue", "");
  p.small(562, 92, "of all Ps");
  for (int c = 0; c < 4; c++) {
    p.cell(720 + c * 32, 68, c == 0 ? "21" : c == 1 ? "2" : "");
  }
  p.box(550, 130, 320, 92, PLAIN, "");
  p.left(562, 152, "Waiting in Goro's operations", "");
  p.goroutine(580, 186, "1", W);
  p.small(602, 190, "WaitGroup");
  p.goroutine(700, 186, "5", W);
  p.small(722, 190, "channel");
  p.goroutine(800, 186, "6", W);
  p.small(822, 190, "select");
  p.box(550, 238, 320, 92, PLAIN, "");
  p.left(562, 260, "Waiting in the JDK's", "");
  p.goroutine(580, 294, "10", W);
  p.small(602, 298, "socket");
  p.goroutine(700, 294, "11", W);
  p.small(722, 298, "lock");
  p.goroutine(800, 294, "14", W);
  p.small(822, 298, "latch");
  p.box(550, 352, 150, 56, M, "");
  p.left(562, 374, "M2", "idle: no P,");
  p.small(562, 394, "parked");
  p.box(720, 352, 150, 56, M, "");
  p.left(732, 374, "sysmon", "");
  p.small(732, 394, "watches, needs no P");
  return p;
}

Picture states() {
  var p = new Picture(900, 440, "The states of a goroutine and who changes them");
  p.state(30, 190, "NEW");
  p.state(190, 190, "RUNNABLE");
  p.state(410, 190, "RUNNING");
  p.state(390, 90, "DEAD");
  p.state(570, 90, "PARKING");
  p.state(740, 20, "WAITING");
  p.state(715, 150, "PARKING_READIED");
  p.state(570, 262, "RUNNING_READIED");
  p.state(410, 330, "YIELDING");
  p.state(730, 330, "JDK_WAIT");
  p.arrow(130, 210, 190, 210, "go");
  p.arrow(310, 210, 410, 210, "an M takes it");
  p.path("M 440 190 L 440 130");
  p.note(352, 166, "its task ends");
  p.path("M 500 190 C 510 140 530 112 570 110");
  p.note(520, 150, "parks");
  p.path("M 650 90 C 660 60 690 42 740 40");
  p.note(690, 84, "M: it is off the stack");
  p.path("M 740 26 C 600 0 270 0 252 190");
  p.note(340, 82, "woken");
  p.path("M 690 115 C 730 120 770 128 790 150");
  p.note(744, 112, "woken too early");
  p.path("M 715 172 C 640 176 580 184 530 202");
  p.note(580, 170, "goes on at once");
  p.path("M 530 224 L 876 224 L 876 350 L 850 350");
  p.note(640, 217, "the JDK parks it");
  p.path("M 510 230 L 510 282 L 570 282");
  p.note(738, 287, "unparked too early");
  p.path("M 460 230 L 460 330");
  p.note(466, 318, "Thread.yield()");
  p.path("M 790 370 L 790 412 L 252 412 L 252 230");
  p.line(470, 370, 470, 412, "");
  p.line(640, 302, 640, 412, "");
  p.note(652, 404, "the JDK calls execute");
  p.note(264, 404, "M puts it into a queue");
  return p;
}

Picture queues() {
  var p = new Picture(900, 350, "How goroutines get into and out of the queues of a P");
  p.box(30, 40, 240, 100, P, "");
  p.left(42, 64, "P0", "");
  p.cell(100, 48, "8");
  p.small(142, 68, "runnext");
  p.box(30, 208, 240, 100, P, "");
  p.left(42, 232, "P1", "looks for work");
  for (int c = 0; c < 5; c++) {
    p.cell(44 + c * 32, 96, c < 3 ? List.of("3", "9", "4").get(c) : "");
    p.cell(44 + c * 32, 264, "");
  }
  p.small(212, 116, "… 256");
  p.small(212, 284, "… 256");
  p.path("M 240 132 C 296 160 296 220 226 258");
  p.note(200, 180, "steals half");
  p.left(310, 50, "In:", "a goroutine that becomes runnable on P0");
  p.note(310, 78, "1. goes to runnext: it has what is left of the time slice;");
  p.note(310, 102, "2. what stood there goes to the end of the ring;");
  p.note(310, 126, "3. if the ring is full, half of it goes to the global queue.");
  p.note(310, 150, "One that is made runnable where there is no P goes to the global queue.");
  p.left(310, 204, "Out:", "an M that holds P1 looks for a goroutine");
  p.note(310, 232, "1. each 61st slice, and after a slice of 10 ms, in the global queue first;");
  p.note(310, 256, "2. in runnext, then at the head of the ring;");
  p.note(310, 280, "3. in the global queue: takes one, and a share of the rest into the ring;");
  p.note(310, 304, "4. at the other Ps, from a random one on: steals half of a ring. In the last");
  p.note(326, 324, "round also timers that are due, and a runnext that its owner leaves.");
  return p;
}

Picture wakeup() {
  var p = new Picture(900, 330, "The order of steps that loses no wake-up");
  p.box(30, 30, 400, 210, PLAIN, "");
  p.left(46, 56, "Who makes a goroutine runnable", "");
  p.step(46, 92, "1", "puts it into a queue");
  p.step(46, 132, "2", "full fence");
  p.step(46, 172, "3", "is there an idle P, and no M spins?");
  p.small(86, 208, "then wakes one M, as spinning");
  p.box(470, 30, 400, 210, PLAIN, "");
  p.left(486, 56, "An M that has found nothing", "");
  p.step(486, 92, "1", "gives its P back: now it is idle");
  p.step(486, 132, "2", "takes itself out of the spinning ones");
  p.step(486, 172, "3", "looks at all queues once more");
  p.small(526, 208, "if there is work: takes a P again, and spins");
  p.path("M 300 92 C 360 92 400 172 478 172");
  p.path("M 478 132 C 420 132 400 172 345 172");
  p.lines(
      40,
      272,
      """
      Both write first and read last. So the M sees the goroutine (left 1 before right 3), or
      the other sees an idle P and nobody spinning (right 2 before left 3), and wakes an M.
      It cannot be that neither sees the other.
      """);
  return p;
}

Picture handover() {
  var p = new Picture(900, 400, "An unbuffered channel hands a value over");
  String[] title = {
    "1. 5 receives; nobody sends",
    "2. 7 sends, and finds 5",
    "3. 5 is to run next; 7 goes on"
  };
  for (int i = 0; i < 3; i++) {
    double x = 20 + i * 295;
    p.box(x, 20, 275, 360, PLAIN, "");
    p.bold(x + 12, 44, title[i]);
    p.box(x + 20, 64, 235, 110, P, "");
    p.left(x + 32, 88, "P0", "");
    p.small(x + 90, 88, "runs");
    p.goroutine(x + 146, 84, i == 0 ? "5" : "7", G);
    p.small(x + 32, 140, "runnext");
    p.cell(x + 130, 121, i == 0 ? "7" : i == 2 ? "5" : "");
    p.box(x + 20, 230, 235, 130, CHAN, "");
    p.left(x + 32, 254, "channel", "");
    p.small(x + 32, 292, "receivers");
    p.small(x + 32, 332, "senders");
    p.cell(x + 130, 273, i == 0 ? "5" : "");
    p.cell(x + 130, 313, "");
  }
  p.path("M 196 100 C 240 140 240 220 186 276");
  p.note(64, 206, "puts itself there, parks");
  p.path("M 470 104 C 530 150 530 230 482 270");
  p.note(348, 200, "value goes to 5's sudog,");
  p.note(348, 218, "not through a buffer");
  p.note(642, 200, "5 is RUNNABLE; an idle M is");
  p.note(642, 218, "woken, which may steal it");
  return p;
}

Picture select() {
  var p = new Picture(900, 330, "A select waits in the queues of all its channels at once");
  p.box(30, 110, 200, 110, PLAIN, "");
  p.left(44, 134, "goroutine 6", "[select]");
  p.goroutine(70, 176, "6", W);
  p.small(100, 172, "claimed = false");
  p.small(100, 192, "taken = …");
  String[] names = {"a", "b", "c"};
  String[] ops = {"receives", "receives", "sends 42"};
  for (int i = 0; i < 3; i++) {
    double y = 30 + i * 95;
    p.box(330, y, 250, 76, CHAN, "");
    p.left(344, y + 24, "channel " + names[i], "locked " + (i + 1) + ".");
    p.box(350, y + 36, 96, 28, W, "");
    p.centred(398, y + 55, "sudog of 6");
    p.small(456, y + 55, ops[i]);
    p.path("M 230 165 C 270 165 290 " + (y + 50) + " 348 " + (y + 50));
  }
  p.goroutine(680, 68, "7", G);
  p.small(704, 64, "sends to a");
  p.small(704, 84, "claims 6, and wins: gives");
  p.small(704, 104, "the value, and wakes 6");
  p.arrow(662, 68, 584, 68, "");
  p.goroutine(680, 163, "9", G);
  p.small(704, 159, "sends to b a moment later");
  p.small(704, 179, "cannot claim 6: drops this");
  p.small(704, 199, "sudog, looks at the next");
  p.arrow(662, 163, 584, 163, "");
  p.small(330, 316, "Once awake, 6 takes its other sudogs out, and runs the action of case a.");
  return p;
}

Picture timers() {
  var p = new Picture(900, 270, "Each P has a heap of timers; an idle M keeps those of idle Ps");
  for (int i = 0; i < 2; i++) {
    double x = 30 + i * 210;
    p.box(x, 40, 180, 140, P, "");
    p.left(x + 12, 64, "P" + i, i == 0 ? "in use" : "idle");
    p.heap(x + 70, 84);
    p.small(x + 12, 164, i == 0 ? "first: in 3 ms" : "first: in 20 ms");
  }
  p.box(460, 40, 190, 62, M, "");
  p.left(472, 64, "M0", "holds P0");
  p.small(472, 86, "looks before each choice");
  p.path("M 460 72 C 400 20 240 10 200 60");
  p.box(460, 118, 190, 62, M, "");
  p.left(472, 142, "M1", "the keeper");
  p.small(472, 164, "sleeps until the first is due");
  p.path("M 460 150 L 422 150");
  p.box(680, 40, 190, 140, PLAIN, "");
  p.left(692, 64, "A timer that is due", "");
  p.small(692, 92, "wakes who sleeps, or");
  p.small(692, 112, "sends on its channel,");
  p.small(692, 132, "or starts a goroutine");
  p.lines(
      40,
      216,
      """
      A new timer goes into the heap of the P that it is set on. If it is due before the
      keeper would wake, the keeper is woken. A timer that is stopped leaves its heap at
      once: it knows its place there.
      """);
  return p;
}

Picture retake() {
  var p = new Picture(900, 360, "How the P of an M that does not come back is replaced");
  for (int i = 0; i < 2; i++) {
    double x = 20 + i * 440;
    p.box(x, 20, 420, 320, PLAIN, "");
    String title = i == 0 ? "M0 has run 7 for 10 ms and more" : "sysmon has put a new P in";
    p.bold(x + 14, 44, title);
    p.box(x + 20, 64, 170, 62, M, "");
    p.left(x + 32, 88, "M0", "");
    p.goroutine(x + 150, 95, "7", G);
    p.line(x + 105, 126, x + 105, 154, "");
    p.box(x + 20, 154, 170, 88, i == 0 ? P : OLD, "");
    p.left(x + 32, 178, i == 0 ? "P0" : "orphan", "");
    for (int c = 0; c < 4; c++) {
      p.cell(x + 34 + c * 32, 196, i == 0 && c < 3 ? List.of("3", "9", "4").get(c) : "");
    }
    p.box(x + 20, 270, 380, 54, PLAIN, "");
    p.left(x + 32, 302, "Global queue", "");
    for (int c = 0; c < 4; c++) {
      p.cell(x + 190 + c * 32, 282, i == 1 && c < 2 ? List.of("9", "4").get(c) : "");
    }
  }
  p.note(230, 92, "busy, or stuck in a");
  p.note(230, 110, "native call");
  p.note(230, 190, "3, 9 and 4 wait");
  p.box(670, 64, 170, 62, M, "");
  p.left(682, 88, "M1", "");
  p.goroutine(800, 95, "3", G);
  p.line(755, 126, 755, 154, "");
  p.box(670, 154, 170, 88, P, "");
  p.left(682, 178, "P0", "new");
  for (int c = 0; c < 4; c++) {
    p.cell(684 + c * 32, 196, "");
  }
  p.note(482, 262, "M0 drops the orphan after 7's turn, and is free for another P");
  return p;
}

Picture slices() {
  var p = new Picture(900, 400, "A woven goroutine gives way when asked; the P of another is taken");
  p.box(20, 20, 860, 160, PLAIN, "");
  p.bold(34, 44, "7 is woven: one thread");
  p.left(34, 92, "M0", "");
  p.box(90, 66, 180, 42, P, "7");
  p.box(270, 66, 180, 42, M, "3");
  p.box(450, 66, 180, 42, M, "9");
  p.box(630, 66, 180, 42, P, "7");
  p.line(270, 108, 270, 132, "");
  p.note(200, 152, "5 ms: sysmon asks; 7 meets a poll and goes to the end of the global queue");
  p.box(20, 200, 860, 180, PLAIN, "");
  p.bold(34, 224, "7 is not woven: a second thread for the time");
  p.left(34, 272, "M0", "");
  p.box(90, 246, 360, 42, P, "7 with the P");
  p.box(450, 246, 360, 42, OLD, "7 with an orphan");
  p.left(34, 326, "M1", "");
  p.box(450, 300, 180, 42, M, "3");
  p.box(630, 300, 180, 42, M, "9");
  p.line(450, 342, 450, 352, "");
  p.note(330, 368, "10 ms: sysmon takes the P and gives it to M1; the OS divides the CPUs");
  return p;
}

Picture netpoll() {
  var p = new Picture(900, 330, "Ms look at the JDK's pollers themselves");
  p.box(20, 30, 230, 270, PLAIN, "");
  p.left(32, 54, "Goroutines that wait", "for sockets");
  for (int i = 0; i < 6; i++) {
    p.goroutine(60 + i % 3 * 75, 120 + i / 3 * 80, List.of("4", "6", "11", "5", "8", "14").get(i), W);
  }
  p.note(34, 270, "parked and registered by the JDK");
  p.box(320, 80, 220, 130, PLAIN, "");
  p.left(332, 104, "The JDK's pollers", "");
  p.small(332, 132, "epoll: which socket is ready");
  p.small(332, 156, "map: which goroutine waits");
  p.line(250, 145, 320, 145, "");
  p.box(620, 30, 250, 62, M, "");
  p.left(632, 54, "M0", "out of work: looks, takes 4");
  p.line(620, 61, 540, 110, "");
  p.box(620, 120, 250, 62, M, "");
  p.left(632, 144, "M1", "no P: sleeps until one is ready");
  p.line(620, 151, 540, 151, "");
  p.box(620, 210, 250, 62, M, "");
  p.left(632, 234, "sysmon", "when nobody looked for long");
  p.line(620, 241, 540, 190, "");
  return p;
}

// ---- how they are drawn

static final String G = "#2f6fb7";
static final String W = "#8a94a3";
static final String M = "#e8ecf1";
static final String P = "#fff1d6";
static final String CHAN = "#e3f3e6";
static final String OLD = "#f3f3f3";
static final String PLAIN = "#fbfcfd";

static final class Picture {
  private final StringBuilder svg = new StringBuilder();

  Picture(int width, int height, String title) {
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
        font-family="Helvetica, Arial, 'DejaVu Sans', sans-serif" font-size="13" fill="#1f2733" \
        role="img">
        <title>%3$s</title>
        <defs><marker id="tip" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto">\
        <path d="M 0 0 L 9 4 L 0 8 z" fill="#4a5666"/></marker></defs>
        <rect width="%1$d" height="%2$d" rx="10" fill="#ffffff"/>
        """
            .formatted(width, height, title));
  }

  void box(double x, double y, double w, double h, String fill, String label) {
    String dash = fill.equals(OLD) ? " stroke-dasharray=\"5 4\"" : "";
    add("<rect x='%s' y='%s' width='%s' height='%s' rx='7' stroke='#b9c2ce'", x, y, w, h);
    add(" fill='%s'%s/>", fill, dash);
    if (!label.isEmpty()) {
      centred(x + w / 2, y + h / 2 + 5, label);
    }
  }

  void state(double x, double y, String name) {
    double w = name.length() < 5 ? 100 : name.contains("_R") ? 160 : 120;
    String fill =
        switch (name) {
          case "RUNNING" -> "#d5e5f6";
          case "WAITING", "JDK_WAIT" -> M;
          case "RUNNABLE" -> P;
          default -> PLAIN;
        };
    box(x, y, w, 40, fill, name);
  }

  void goroutine(double x, double y, String number, String fill) {
    disc(x, y, 15, fill, number);
  }

  void cell(double x, double y, String number) {
    add("<rect x='%s' y='%s' width='32' height='32' fill='#ffffff' stroke='#b9c2ce'/>", x, y);
    if (!number.isEmpty()) {
      disc(x + 16, y + 16, 12, "#c98a1b", number);
    }
  }

  private void disc(double x, double y, int radius, String fill, String label) {
    add("<circle cx='%s' cy='%s' r='%s' fill='%s'/>", x, y, radius, fill);
    add("<text x='%s' y='%s' text-anchor='middle' fill='#ffffff'>%s</text>", x, y + 5, label);
  }

  void heap(double x, double y) {
    for (int i = 0; i < 4; i++) {
      double childX = x - 24 + i * 24;
      add("<path d='M %s %s L %s %s' stroke='#b9c2ce'/>", x + 12, y + 6, childX, y + 40);
      add("<circle cx='%s' cy='%s' r='7' fill='#4d9a5c'/>", childX, y + 40);
    }
    add("<circle cx='%s' cy='%s' r='7' fill='#4d9a5c'/>", x + 12, y + 6);
  }

  void step(double x, double y, String number, String text) {
    disc(x + 14, y, 12, "#4a5666", number);
    add("<text x='%s' y='%s'>%s</text>", x + 40, y + 5, text);
  }

  void left(double x, double y, String name, String rest) {
    add("<text x='%s' y='%s'><tspan font-weight='bold'>%s</tspan> %s</text>", x, y, name, rest);
  }

  void bold(double x, double y, String text) {
    add("<text x='%s' y='%s' font-weight='bold'>%s</text>", x, y, text);
  }

  void small(double x, double y, String text) {
    add("<text x='%s' y='%s'>%s</text>", x, y, text);
  }

  void lines(double x, double y, String text) {
    double at = y;
    for (String line : text.lines().toList()) {
      small(x, at, line);
      at += 20;
    }
  }

  void note(double x, double y, String text) {
    add("<text x='%s' y='%s' fill='#4a5666'>%s</text>", x, y, text);
  }

  void centred(double x, double y, String text) {
    add("<text x='%s' y='%s' text-anchor='middle'>%s</text>", x, y, text);
  }

  void line(double x1, double y1, double x2, double y2, String label) {
    add("<path d='M %s %s L %s %s' stroke='#4a5666' stroke-width='1.5'/>", x1, y1, x2, y2);
    if (!label.isEmpty()) {
      note(x1 + 8, (y1 + y2) / 2 + 4, label);
    }
  }

  void arrow(double x1, double y1, double x2, double y2, String label) {
    path("M %s %s L %s %s".formatted(x1, y1, x2, y2));
    double middle = (x1 + x2) / 2 - 4;
    add("<text x='%s' y='%s' text-anchor='middle' fill='#4a5666'>%s</text>", middle, y1 - 7, label);
  }

  void path(String d) {
    add("<path d='%s' fill='none' stroke='#4a5666' stroke-width='1.5' marker-end='url(#tip)'/>", d);
  }

  private void add(String element, Object... values) {
    svg.append(element.replace('\'', '"').formatted(values).replace(".0\"", "\"")).append('\n');
  }

  void write(Path file) {
    try {
      Files.writeString(file, svg + "</svg>\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
