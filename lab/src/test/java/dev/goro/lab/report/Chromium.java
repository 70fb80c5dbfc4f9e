package dev.goro.lab.report;

import dev.goro.lab.process.Installed;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A browser without a window, where one is installed, driven by its DevTools protocol: so a page
 * can be had as narrow as a telephone's, dark, on paper, and with keys pressed.
 */
public final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final int LIMIT_SECONDS = 60;
  private static final String LISTENING = "DevTools listening on ";

  /** A page that is narrower than this is a telephone's, whose scroll bars take no room. */
  private static final int PHONE = 600;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final Map<String, Page> pages = new ConcurrentHashMap<>();

  /**
   * How a page is shown.
   *
   * @param width the page's width in pixels of CSS
   * @param dark whether the system is dark
   */
  public record View(int width, boolean dark) {}

  private Chromium(Process process, URI address) {
    this.process = process;
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address, new Listener())
            .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  /**
   * Starts it, where it is installed.
   *
   * @param scratch a folder for its profile
   */
  public static Optional<Chromium> start(Path scratch) throws IOException {
    var command = NAMES.stream().flatMap(name -> Installed.find(name).stream()).findFirst();
    if (command.isEmpty()) {
      return Optional.empty();
    }
    var process =
        new ProcessBuilder(
                command.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + scratch.resolve("profile"),
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return Optional.of(
          new Chromium(
              process, address(process).orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join()));
    } catch (RuntimeException e) {
      end(process);
      throw e;
    }
  }

  /**
   * It says so itself, on stderr; what else it says there is read, so that it never has to wait.
   */
  private static CompletableFuture<URI> address(Process process) {
    var address = new CompletableFuture<URI>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  if (line.startsWith(LISTENING)) {
                    address.complete(URI.create(line.substring(LISTENING.length()).strip()));
                  }
                }
                address.completeExceptionally(new IOException("Chromium ended at its start"));
              } catch (IOException e) {
                address.completeExceptionally(e);
              }
            });
    return address;
  }

  /** Loads a page and lets its scripts run. */
  public Page open(Path file, View view) {
    String target =
        call("", "Target.createTarget", Map.of("url", "about:blank")).get("targetId").asString();
    var page =
        new Page(
            call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .asString());
    pages.put(page.session, page);
    List.of("Runtime.enable", "Log.enable", "Page.enable").forEach(m -> page.call(m, Map.of()));
    page.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            view.width,
            "height",
            1_000,
            "deviceScaleFactor",
            1,
            "mobile",
            view.width < PHONE));
    page.call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", view.dark ? "dark" : "light"))));
    page.call("Page.navigate", Map.of("url", file.toUri().toString()));
    page.loaded.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    return page;
  }

  /** Asks the browser itself, or the page of a session, and waits for the answer. */
  private JsonNode call(String session, String method, Map<String, ?> params) {
    int id = ids.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    answers.put(id, answer);
    var message = new java.util.HashMap<String, Object>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", params);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(JSON.writeValueAsString(message), true).join();
    JsonNode node = answer.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    if (node.has("error")) {
      throw new IllegalStateException(method + ": " + node.get("error"));
    }
    return node.get("result");
  }

  private void received(JsonNode message) {
    if (message.has("id")) {
      answers.remove(message.get("id").asInt()).complete(message);
      return;
    }
    Page page = message.has("sessionId") ? pages.get(message.get("sessionId").asString()) : null;
    if (page == null) {
      return;
    }
    switch (message.get("method").asString()) {
      case "Page.loadEventFired" -> page.loaded.complete(null);
      case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded" ->
          page.console.add(message.get("params").toString());
      default -> {}
    }
  }

  /** Puts the pieces of messages together. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        received(JSON.readTree(text.toString()));
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }
  }

  /** A page that has been loaded. */
  public final class Page {
    private final String session;
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    private final List<String> console = new CopyOnWriteArrayList<>();

    private Page(String session) {
      this.session = session;
    }

    private JsonNode call(String method, Map<String, ?> params) {
      return Chromium.this.call(session, method, params);
    }

    /** What the page wrote to the console, errors included. */
    public List<String> console() {
      return List.copyOf(console);
    }

    /** The value of an expression of JavaScript. */
    public JsonNode evaluate(String expression) {
      JsonNode answer =
          call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
      if (answer.has("exceptionDetails")) {
        throw new IllegalStateException(answer.get("exceptionDetails").toString());
      }
      return answer.get("result").path("value");
    }

    /** Presses the tabulator, which takes the focus to the next that can have it. */
    public void pressTab() {
      press("Tab", 9, "");
    }

    /** Presses enter. */
    public void pressEnter() {
      press("Enter", 13, "\r");
    }

    private void press(String key, int code, String text) {
      for (String type : List.of("keyDown", "keyUp")) {
        call(
            "Input.dispatchKeyEvent",
            Map.of(
                "type",
                type,
                "key",
                key,
                "code",
                key,
                "windowsVirtualKeyCode",
                code,
                "text",
                type.equals("keyDown") ? text : ""));
      }
    }

    /** The page on paper, as a PDF. */
    public byte[] print() {
      return bytes(call("Page.printToPDF", Map.of("printBackground", true)));
    }

    /** The whole page as a PNG. */
    public byte[] picture() {
      return bytes(call("Page.captureScreenshot", Map.of("captureBeyondViewport", true)));
    }

    private static byte[] bytes(JsonNode answer) {
      return Base64.getDecoder().decode(answer.get("data").asString());
    }
  }

  @Override
  public void close() {
    socket.abort();
    end(process);
  }

  private static void end(Process process) {
    var all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(p -> p.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join());
  }
}
