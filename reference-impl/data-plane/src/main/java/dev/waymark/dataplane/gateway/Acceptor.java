package dev.waymark.dataplane.gateway;

import dev.waymark.dataplane.downstream.CleartextStart;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.dataplane.tls.TlsTable;
import dev.waymark.model.Scheme;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.util.function.Function;

/** Gives each accepted connection the handlers that find out what it speaks. */
@ChannelHandler.Sharable
final class Acceptor extends ChannelInitializer<Channel> {
  private final GatewayPort port;
  private final Function<EventLoop, Worker> workers;
  private final ByteBufAllocator allocator;

  Acceptor(GatewayPort port, Function<EventLoop, Worker> workers, ByteBufAllocator allocator) {
    this.port = port;
    this.workers = workers;
    this.allocator = allocator;
  }

  @Override
  protected void initChannel(Channel connection) {
    Worker worker = workers.apply(connection.eventLoop());
    if (!worker.admit(connection)) {
      connection.close();
      return;
    }
    connection.config().setAllocator(allocator);
    port.add(connection);
    TlsTable tls = port.state().tls();
    if (tls == null) {
      connection
          .pipeline()
          .addLast(new CleartextStart(worker, port.arrival(connection, Scheme.HTTP, "")));
    } else {
      connection.pipeline().addLast(new TlsStart(worker, port));
    }
  }
}
