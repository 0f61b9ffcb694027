package dev.waymark.kit.probe;

import dev.waymark.echo.EchoServer;
import dev.waymark.echo.EchoSettings;
import dev.waymark.echo.SocketNetwork;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An echo workload to talk to. */
final class EchoBackend implements AutoCloseable {

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final SocketNetwork network =
      SocketNetwork.onFreePorts(InetAddress.getLoopbackAddress(), loops);
  private final EchoServer server;

  EchoBackend(Map<String, String> environment) throws IOException {
    var all = new HashMap<>(Map.of("NAMESPACE", "ns", "POD_NAME", "pod-1"));
    all.putAll(environment);
    server = EchoServer.start(EchoSettings.from(all, Path.of("/")), network, _ -> {});
  }

  InetSocketAddress address(int port) {
    return network.addressOf(port);
  }

  @Override
  public void close() throws IOException {
    server.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
