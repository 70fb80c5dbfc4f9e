package dev.goro.lab.work;

import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Tasks;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A chat with rooms: each member has a task that reads, and a task that writes what stands in its
 * mailbox. What a member says is put into the mailboxes of all members of the room.
 */
final class ChatServer implements Program {
  private static final int ROOMS = 5;
  private static final int MEMBERS = 10;
  private static final int MESSAGES = 10;

  /** What a message is: its room, its sender, its number among the sender's. */
  private static final int SIZE = 3 * Integer.BYTES;

  /** In place of a room's number: all its members are there. */
  private static final int OPEN = 0;

  private static final byte[] END = {};

  @Override
  public String name() {
    return "chat server";
  }

  @Override
  public String about() {
    return ("%d rooms of %d members; each says %d things, and everyone in the room hears them. Two tasks"
            + " for each member: one reads, one writes.")
        .formatted(ROOMS, MEMBERS, MESSAGES);
  }

  @Override
  public String operation() {
    return "message delivered";
  }

  @Override
  public List<Measure> matters() {
    return List.of(Measure.THROUGHPUT, Measure.TAIL_LATENCY, Measure.MEMORY);
  }

  @Override
  public Outcome run(Tasks tasks) throws Exception {
    int heard = ROOMS * MEMBERS * MEMBERS * MESSAGES;
    var latencies = new Latencies(heard);
    var rooms = IntStream.range(0, ROOMS).mapToObj(_ -> new Room()).toList();
    try (var server = new Server()) {
      var reactor = new Reactor();
      for (int room = 0; room < ROOMS; room++) {
        var party = new Party(new long[MEMBERS][MESSAGES], latencies);
        for (int member = 0; member < MEMBERS; member++) {
          reactor.connect(server.port(), new Member(party, room, member));
        }
      }
      var members = reactor.start();
      server.serve(tasks, ROOMS * MEMBERS, connection -> serve(tasks, connection, rooms));
      long clientCpu = members.get();
      return new Outcome(latencies.all(), clientCpu);
    }
  }

  /** The mailboxes of those who are in, and how many are. */
  private record Room(List<Tasks.Mailbox<byte[]>> mailboxes, AtomicInteger members) {
    private Room() {
      this(new CopyOnWriteArrayList<>(), new AtomicInteger());
    }

    private void send(byte[] message) throws InterruptedException {
      for (var one : mailboxes) {
        one.put(message);
      }
    }
  }

  private static void serve(Tasks tasks, Socket connection, List<Room> rooms) throws Exception {
    var in = new DataInputStream(connection.getInputStream());
    var room = rooms.get(in.readInt());
    Tasks.Mailbox<byte[]> mailbox = tasks.mailbox(MEMBERS * MESSAGES + MEMBERS + 1);
    var writer =
        tasks.spawn(
            () -> {
              for (byte[] m = mailbox.take(); m != END; m = mailbox.take()) {
                connection.getOutputStream().write(m);
              }
              return null;
            });
    room.mailboxes.add(mailbox);
    if (room.members.incrementAndGet() == MEMBERS) {
      room.send(ByteBuffer.allocate(SIZE).putInt(OPEN).array());
    }
    try {
      while (true) {
        byte[] message = new byte[SIZE];
        in.readFully(message);
        room.send(message);
      }
    } catch (EOFException e) {
      mailbox.put(END);
      writer.await();
    }
  }

  /** A room's members; when each said what. */
  private record Party(long[][] said, Latencies latencies) {}

  /** A client: says all it has to say when the room is open, and hears all the others. */
  private static final class Member implements Reactor.Peer {
    private final Party party;
    private final int room;
    private final int id;
    private final int[] next = new int[MEMBERS];
    private final ByteBuffer got = ByteBuffer.allocate(256 * SIZE);
    private int heard;

    private Member(Party party, int room, int id) {
      this.party = party;
      this.room = room;
      this.id = id;
    }

    @Override
    public void connected(Reactor.Link link) throws IOException {
      link.send(ByteBuffer.allocate(Integer.BYTES).putInt(room).flip());
    }

    @Override
    public void received(Reactor.Link link, ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        int length = Math.min(bytes.remaining(), got.remaining());
        got.put(bytes.slice(bytes.position(), length));
        bytes.position(bytes.position() + length);
        got.flip();
        while (got.remaining() >= SIZE) {
          hear(link, got.getInt(), got.getInt(), got.getInt());
        }
        got.compact();
      }
    }

    private void hear(Reactor.Link link, int where, int sender, int number) throws IOException {
      if (where == OPEN) { // others may have heard so before, and may have spoken
        say(link, 0);
        return;
      }
      Check.equal("the room of a message", room + 1, where);
      Check.equal("the number of a message of " + sender, next[sender]++, number);
      party.latencies.since(party.said[sender][number]);
      heard++;
      if (sender == id && number + 1 < MESSAGES) {
        say(link, number + 1);
      }
      if (heard == MEMBERS * MESSAGES) {
        link.close();
      }
    }

    private void say(Reactor.Link link, int number) throws IOException {
      party.said[id][number] = System.nanoTime();
      var message = ByteBuffer.allocate(SIZE);
      link.send(message.putInt(room + 1).putInt(id).putInt(number).flip());
    }
  }
}
