package dev.waymark.dataplane.ztunnel;

import dev.waymark.dataplane.NettyNetwork;
import dev.waymark.dataplane.Network;
import dev.waymark.dataplane.TestGateway;
import dev.waymark.dataplane.hbone.ConnectionEnds;
import dev.waymark.dataplane.hbone.HboneServer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A captured Pod on an address of the loopback network, whose programs are the test's own sockets:
 * a connection to one of its two capture ports stands for a captured one.
 */
final class MeshedPod implements PodSide, AutoCloseable {
  private final String workload;
  private final InetAddress address;
  private final EventLoopGroup loops;
  private final Network network;
  private final List<Network.Listening> listening = new ArrayList<>();
  private final Map<InetSocketAddress, InetSocketAddress> meant = new ConcurrentHashMap<>();
  private final int outboundPort = TestGateway.freePort();
  private final int inboundPort = TestGateway.freePort();
  final ServerSocket program;
  final List<InetSocketAddress> deliveredFrom = new ArrayList<>();
  final Captured captured;

  MeshedPod(Ztunnel ztunnel, String workload, String address, EventLoopGroup loops, NettyNetwork on)
      throws IOException {
    this.workload = workload;
    this.address = InetAddress.ofLiteral(address);
    this.loops = loops;
    this.network = on;
    this.program = new ServerSocket(0, 50, this.address);
    this.captured = ztunnel.capture(this);
    listen(HboneServer.PORT, captured.tunnels());
    listen(outboundPort, captured.outbound());
    listen(inboundPort, captured.inbound());
  }

  private void listen(int port, ChannelHandler handler) {
    listening.add(network.listen(port, handler).toCompletableFuture().join());
  }

  @Override
  public String workload() {
    return workload;
  }

  @Override
  public InetAddress address() {
    return address;
  }

  InetSocketAddress programAddress() {
    return (InetSocketAddress) program.getLocalSocketAddress();
  }

  @Override
  public ConnectionEnds ends() {
    return new ConnectionEnds() {
      @Override
      public InetSocketAddress peer(Channel channel) {
        return (InetSocketAddress) channel.remoteAddress();
      }

      @Override
      public InetSocketAddress local(Channel channel) {
        return meant.getOrDefault(peer(channel), (InetSocketAddress) channel.localAddress());
      }
    };
  }

  @Override
  public ChannelFuture connect(InetSocketAddress to, EventLoop loop, ChannelHandler handler) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .handler(handler)
        .connect(to, new InetSocketAddress(address, 0));
  }

  @Override
  public ChannelFuture deliver(
      InetSocketAddress source, int port, EventLoop loop, ChannelHandler handler) {
    synchronized (deliveredFrom) {
      deliveredFrom.add(source);
    }
    return connect(new InetSocketAddress(address, port), loop, handler);
  }

  @Override
  public ChannelFuture deliverLocal(
      InetSocketAddress source, int port, EventLoop loop, ChannelHandler handler) {
    return deliver(source, port, loop, handler);
  }

  /** A program of this Pod connects. */
  Socket connect(InetSocketAddress destination) throws IOException {
    return dial(new InetSocketAddress(address, outboundPort), address, destination);
  }

  /** A client outside the mesh connects to this Pod's program. */
  Socket connectPlainly(InetAddress client) throws IOException {
    return dial(new InetSocketAddress(address, inboundPort), client, programAddress());
  }

  private Socket dial(InetSocketAddress capture, InetAddress from, InetSocketAddress destination)
      throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(20_000);
    socket.bind(new InetSocketAddress(from, 0));
    meant.put((InetSocketAddress) socket.getLocalSocketAddress(), destination);
    socket.connect(capture);
    return socket;
  }

  /** The program's end of the next connection. */
  Socket accept() throws IOException {
    program.setSoTimeout(20_000);
    Socket socket = program.accept();
    socket.setSoTimeout(20_000);
    return socket;
  }

  @Override
  public void close() throws IOException {
    listening.forEach(port -> port.close().toCompletableFuture().join());
    captured.release();
    program.close();
  }
}
