package dev.waymark.dataplane.gateway;

import dev.waymark.dataplane.exchange.Arrival;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.dataplane.http1.Http1Downstream;
import dev.waymark.dataplane.http2.Http2Downstream;
import dev.waymark.dataplane.tls.TlsTable;
import dev.waymark.model.Scheme;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins a TLS connection: takes the certificate for the client's server name from the port's
 * newest table, and after the handshake makes way for the codec that was negotiated (RFC 7301). A
 * client that asks for a name that no listener has is hung up on.
 */
final class TlsStart extends AbstractSniHandler<SslContext> {
  private static final Logger log = LoggerFactory.getLogger(TlsStart.class);

  private final Worker worker;
  private final GatewayPort port;

  TlsStart(Worker worker, GatewayPort port) {
    super(worker.limits().handshake().toMillis());
    this.worker = worker;
    this.port = port;
  }

  @Override
  protected Future<SslContext> lookup(ChannelHandlerContext ctx, @Nullable String name) {
    TlsTable table = port.state().tls();
    SslContext found = table == null ? null : table.contextFor(nullToEmpty(name));
    Promise<SslContext> promise = ctx.executor().newPromise();
    return found != null
        ? promise.setSuccess(found)
        : promise.setFailure(new SSLException("no listener has the server name '" + name + "'"));
  }

  private static String nullToEmpty(@Nullable String name) {
    return name == null ? "" : name;
  }

  @Override
  protected void onLookupComplete(
      ChannelHandlerContext ctx, @Nullable String name, Future<SslContext> found) {
    if (!found.isSuccess()) {
      failed(ctx, found.cause());
      return;
    }
    SslHandler handler = found.getNow().newHandler(ctx.alloc());
    handler.setHandshakeTimeoutMillis(worker.limits().handshake().toMillis());
    ctx.pipeline().addAfter(ctx.name(), null, new Negotiated(nullToEmpty(name)));
    ctx.pipeline().replace(this, null, handler);
  }

  private static void failed(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("no TLS with {}: {}", ctx.channel().remoteAddress(), cause.toString());
    ctx.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    failed(ctx, cause);
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
      failed(ctx, cause);
    }
  }
}
