package dev.goro.bridges.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.Goroutines;
import dev.goro.testing.Parked;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Netty keeps its event loops; goroutines are beside them, and each may wait for the other. */
class NettyTest {
  private static final int MESSAGE_BYTES = 4;

  private final Chan<Long> servedBy = Chan.make(100);
  private final Chan<Thread> eventLoops = Chan.make(100);
  private EventLoopGroup group;
  private Channel server;

  /** Hands each message to a goroutine, which may block, and answers by the event loop. */
  private final class Handler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var bytes = (ByteBuf) message;
      eventLoops.send(Thread.currentThread());
      Go.go(
          () -> {
            servedBy.send(Go.goid());
            Thread.sleep(1);
            context.writeAndFlush(bytes);
          });
    }
  }

  private static <C extends Channel> ChannelInitializer<C> initializer(
      Supplier<ChannelInboundHandlerAdapter> handler) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(C channel) {
        channel.pipeline().addLast(handler.get());
      }
    };
  }

  @BeforeEach
  void start() throws Exception {
    group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    server =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(initializer(Handler::new))
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
  }

  @AfterEach
  void stop() throws Exception {
    server.close().sync();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  @Test
  void goroutinesWithBlockingSocketsTalkToAnEventLoop() throws Exception {
    Goroutines.onMain(
        () -> {
          var clients = new WaitGroup();
          for (int i = 0; i < 20; i++) {
            String message = "n=%02d".formatted(i);
            clients.go(
                () -> {
                  try (var socket = new Socket(address().getAddress(), address().getPort())) {
                    socket.getOutputStream().write(message.getBytes(US_ASCII));
                    byte[] answer = socket.getInputStream().readNBytes(MESSAGE_BYTES);
                    assertEquals(message, new String(answer, US_ASCII));
                  }
                });
          }
          clients.await();
          for (int i = 0; i < 20; i++) {
            assertNotEquals(0, servedBy.recv());
            assertFalse(eventLoops.recv().isVirtual(), "an event loop stays a thread of Netty's");
          }
        });
  }

  @Test
  void aGoroutineAwaitsFuturesOfNetty() throws Exception {
    Goroutines.onMain(
        () -> {
          Chan<String> answers = Chan.make(1);
          Channel client =
              new Bootstrap()
                  .group(group)
                  .channel(NioSocketChannel.class)
                  .handler(
                      initializer(
                          () ->
                              new ChannelInboundHandlerAdapter() {
                                @Override
                                public void channelRead(ChannelHandlerContext c, Object message) {
                                  var bytes = (ByteBuf) message;
                                  answers.send(bytes.toString(US_ASCII));
                                  bytes.release();
                                }
                              }))
                  .connect(address())
                  .sync()
                  .channel();
          Future<Void> written = client.writeAndFlush(Unpooled.copiedBuffer("ping", US_ASCII));
          assertNull(written.get());
          assertEquals("ping", answers.recv());
          client.close().await();
          assertFalse(client.isOpen());
        });
  }

  @Test
  void theDumpShowsTheGoroutineThatAwaitsAndTheEventLoopWakesIt() throws Exception {
    Promise<String> promise = group.next().newPromise();
    Parked awaiting = Parked.in(() -> assertEquals("done", promise.get()));
    Eventually.that(
        "the dump shows it", () -> Go.dump().contains("io.netty.util.concurrent.DefaultPromise"));
    group.next().execute(() -> promise.setSuccess("done"));
    awaiting.awaitEnd();
    assertTrue(promise.isSuccess());
  }
}
