package dev.waymark.dataplane.gateway;

import dev.waymark.dataplane.exchange.Arrival;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.dataplane.http1.Http1Downstream;
import dev.waymark.dataplane.http2.Http2Downstream;
import dev.waymark.dataplane.tls.TlsTable;
import dev.waymark.model.Scheme;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins a TLS connection: takes the certificate for the client's server name from the port's
 * newest table, and after the handshake makes way for the codec that was negotiated (RFC 7301).
 */
final class TlsStart extends SniHandler {
  private static final Logger log = LoggerFactory.getLogger(TlsStart.class);

  private final Worker worker;
  private final GatewayPort port;
  private String serverName = "";

  TlsStart(Worker worker, GatewayPort port) {
    super((_, promise) -> promise, 0, worker.limits().handshake().toMillis());
    this.worker = worker;
    this.port = port;
  }

  @Override
  protected Future<SslContext> lookup(ChannelHandlerContext ctx, String name) {
    serverName = name == null ? "" : name;
    TlsTable table = port.state().tls();
    SslContext found = table == null ? null : table.contextFor(serverName);
    Promise<SslContext> promise = ctx.executor().newPromise();
    return found != null
        ? promise.setSuccess(found)
        : promise.setFailure(
            new SSLException("no listener for the server name '" + serverName + "'"));
  }

  @Override
  protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
    SslHandler handler = super.newSslHandler(context, allocator);
    handler.setHandshakeTimeoutMillis(worker.limits().handshake().toMillis());
    return handler;
  }

  @Override
  protected void replaceHandler(ChannelHandlerContext ctx, String name, SslContext context)
      throws Exception {
    ctx.pipeline().addAfter(ctx.name(), null, new Negotiated(serverName));
    super.replaceHandler(ctx, name, context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("no TLS with {}: {}", ctx.channel().remoteAddress(), cause.toString());
    ctx.close();
  }

  /** Waits for the handshake. */
  private final class Negotiated extends ChannelInboundHandlerAdapter {
    private final String name;

    Negotiated(String name) {
      this.name = name;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
          start(ctx);
        } else {
          log.debug(
              "no TLS with {}: {}", ctx.channel().remoteAddress(), handshake.cause().toString());
          ctx.close();
        }
      }
      ctx.fireUserEventTriggered(event);
    }

    private void start(ChannelHandlerContext ctx) {
      Arrival arrival = port.arrival(ctx.channel(), Scheme.HTTPS, name);
      String protocol = ctx.pipeline().get(SslHandler.class).applicationProtocol();
      ChannelHandler codec =
          ApplicationProtocolNames.HTTP_2.equals(protocol)
              ? Http2Downstream.create(worker, arrival)
              : new Http1Downstream(worker, arrival);
      ctx.pipeline().replace(this, null, codec);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      log.debug("no TLS with {}: {}", ctx.channel().remoteAddress(), cause.toString());
      ctx.close();
    }
  }
}
