package dev.goro.lab.tabs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.goro.Chan;
import dev.goro.lab.measure.Trace;
import dev.goro.lab.process.Experiment;
import dev.goro.sync.WaitGroup;
import dev.goro.time.Ticker;
import java.io.DataInputStream;
import java.io.InputStream;
import java.net.Socket;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.Inflater;

/**
 * Opens three tabs: news, which are loaded and laid out; a film, loaded by one goroutine and played
 * by another; and a download, which is digested as it comes while a third goroutine follows its
 * progress. Each goroutine is plain blocking code and notes when it runs.
 */
public final class Browser implements Experiment {
  private static final int WARMUPS = 2;
  private static final int BUFFERED_FRAMES = 4;
  private static final Duration BEAT = Duration.ofMillis(4);
  private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]*)\">([^<]*)</a>");

  /** Made by its name. */
  public Browser() {}

  /**
   * The answer.
   *
   * @param nanos from the first tab's opening to the last one's end
   * @param slices who ran when
   * @param result what the tabs have come to: the same however they were opened
   */
  public record Visit(double nanos, List<Trace.Slice> slices, String result) {}

  /** A tab. */
  private interface Tab {
    void load() throws Exception;
  }

  @Override
  public Object run(List<String> args) throws Exception {
    boolean together = Boolean.parseBoolean(args.getFirst());
    try (var site = new Site()) {
      for (int i = 0; i < WARMUPS; i++) {
        new Window(site).open(together);
      }
      return new Window(site).open(together);
    }
  }

  /** Three tabs, used once. */
  private static final class Window {
    private final Site site;
    private final Trace trace = new Trace();
    private int links;
    private int sum;
    private long arrived;
    private String digest = "";

    Window(Site site) {
      this.site = site;
    }

    Visit open(boolean together) {
      long begin = System.nanoTime();
      var tabs = new WaitGroup();
      for (Tab tab : List.<Tab>of(this::news, this::film, this::download)) {
        tabs.go(tab::load);
        if (!together) {
          tabs.await();
        }
      }
      tabs.await();
      double nanos = System.nanoTime() - begin;
      return new Visit(
          nanos,
          trace.slices(),
          "%d links, frames of sum %08x, %,d bytes of digest %s"
              .formatted(links, sum, arrived, digest));
    }

    private void news() throws Exception {
      var me = trace.actor("news");
      me.begins();
      try (Socket connection = me.waits("opens", () -> site.ask("news"))) {
        InputStream in = connection.getInputStream();
        var page = new StringBuilder();
        byte[] piece = new byte[4 << 10];
        for (int n; (n = me.waits("appends", () -> in.read(piece))) > 0; ) {
          page.append(new String(piece, 0, n, UTF_8));
          links = (int) LINK.matcher(page).results().count(); // laid out anew with each piece
        }
      }
      me.ends("is laid out");
    }

    private void film() throws Exception {
      var me = trace.actor("film: loader");
      me.begins();
      Chan<byte[]> frames = Chan.make(BUFFERED_FRAMES);
      var player = new WaitGroup();
      player.go(() -> play(frames));
      try (Socket connection = me.waits("opens", () -> site.ask("film"))) {
        var in = new DataInputStream(connection.getInputStream());
        for (int i = 0; i < Site.FRAMES; i++) {
          byte[] frame = me.waits("asks for a frame", () -> in.readNBytes(in.readInt()));
          me.waits("has a frame", () -> sent(frames, frame));
        }
      } finally {
        frames.close();
      }
      me.waits("is loaded", () -> awaited(player));
      me.ends("has ended");
    }

    private void play(Chan<byte[]> frames) throws Exception {
      var me = trace.actor("film: player");
      me.begins();
      byte[] picture = new byte[Site.FRAME];
      try (var beat = new Ticker(BEAT);
          var inflater = new Inflater()) {
        for (byte[] frame; (frame = me.waits("shows a frame", frames::recv)) != null; ) {
          inflater.reset();
          inflater.setInput(frame);
          if (inflater.inflate(picture) != picture.length) {
            throw new IllegalStateException("a frame came incomplete");
          }
          sum = 31 * sum + Arrays.hashCode(picture);
          me.waits("unpacks a frame", () -> beat.channel().recv());
        }
      }
      me.ends("has played");
    }

    private void download() throws Exception {
      var me = trace.actor("download");
      me.begins();
      Chan<Long> progress = Chan.make();
      var monitor = new WaitGroup();
      monitor.go(() -> follow(progress));
      var sha = MessageDigest.getInstance("SHA-256");
      long all = 0;
      try (Socket connection = me.waits("opens", () -> site.ask("file"))) {
        InputStream in = connection.getInputStream();
        byte[] piece = new byte[32 << 10];
        for (int n; (n = me.waits("asks for more", () -> in.read(piece))) > 0; ) {
          sha.update(piece, 0, n);
          long now = all += n;
          me.waits("digests", () -> sent(progress, now));
        }
      } finally {
        progress.close();
      }
      me.waits("is loaded", () -> awaited(monitor));
      digest = java.util.HexFormat.of().formatHex(sha.digest(), 0, 4);
      me.ends("is checked");
    }

    private void follow(Chan<Long> progress) throws Exception {
      var me = trace.actor("download: progress");
      me.begins();
      for (Long now; (now = me.waits("draws", progress::recv)) != null; ) {
        arrived = now;
      }
      me.ends("has ended");
    }

    private static <T> boolean sent(Chan<T> channel, T value) {
      channel.send(value);
      return true;
    }

    private static boolean awaited(WaitGroup group) {
      group.await();
      return true;
    }
  }
}
