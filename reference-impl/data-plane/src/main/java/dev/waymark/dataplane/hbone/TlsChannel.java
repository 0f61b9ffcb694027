package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.identity.MutualTls;
import dev.waymark.dataplane.relay.KeepAlive;
import dev.waymark.model.identity.SpiffeId;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS on a TCP connection, and what makes it carry much. */
final class TlsChannel {
  // As in a relay: large reads and writes decide the throughput.
  private static final AdaptiveRecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(2 * 1024, 16 * 1024, 256 * 1024);
  private static final int READS_PER_TURN = 4;
  private static final WriteBufferWaterMark PENDING =
      new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

  /** Plaintext that is encrypted in one go: several records, and one buffer for all. */
  private static final int WRAP = 64 * 1024;

  static {
    READS.maxMessagesPerRead(READS_PER_TURN);
  }

  private TlsChannel() {}

  /** Hears how a handshake ended. */
  interface Outcome {
    /** It has proved who the peer is; the handler returned takes the connection over. */
    ChannelHandler verified(SpiffeId peer);

    /** It failed, or the connection did before; the connection is closed, or about to be. */
    void failed(Throwable cause);
  }

  /** Begins a handshake; on the event loop of the channel. */
  static void begin(Channel channel, SslContext context, HboneLimits limits, Outcome outcome) {
    channel.config().setRecvByteBufAllocator(READS);
    channel.config().setWriteBufferWaterMark(PENDING);
    KeepAlive.on(channel);
    SslHandler tls = context.newHandler(channel.alloc()); // without a name: no SNI
    tls.setHandshakeTimeoutMillis(limits.handshake().toMillis());
    tls.setWrapDataSize(WRAP);
    channel.pipeline().addLast(tls, new Handshake(tls, outcome));
  }

  private static final class Handshake extends ChannelInboundHandlerAdapter {
    private final SslHandler tls;
    private final Outcome outcome;
    private boolean over;

    Handshake(SslHandler tls, Outcome outcome) {
      this.tls = tls;
      this.outcome = outcome;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
          verify(ctx);
        } else {
          fail(ctx, handshake.cause());
        }
      } else {
        ctx.fireUserEventTriggered(event);
      }
    }

    private void verify(ChannelHandlerContext ctx) {
      ChannelHandler next;
      try {
        next = outcome.verified(MutualTls.verified(tls));
      } catch (SSLException e) {
        fail(ctx, e);
        return;
      }
      over = true;
      ctx.pipeline().replace(this, null, next);
    }

    private void fail(ChannelHandlerContext ctx, @Nullable Throwable cause) {
      if (!over) {
        over = true;
        outcome.failed(cause == null ? new ClosedChannelException() : cause);
      }
      ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      fail(ctx, null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      fail(ctx, cause);
    }
  }
}
