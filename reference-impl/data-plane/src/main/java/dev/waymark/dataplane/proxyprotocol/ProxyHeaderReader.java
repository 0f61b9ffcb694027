package dev.waymark.dataplane.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the header off an accepted connection: fires it as a user event, then makes way and passes
 * on what follows. A connection without a good header is closed; there is no connection without
 * one, as otherwise anybody could claim to be anyone by leaving it out.
 */
public final class ProxyHeaderReader extends ByteToMessageDecoder {
  private static final Logger log = LoggerFactory.getLogger(ProxyHeaderReader.class);

  private final Duration timeout;
  private @Nullable Future<?> timer;
  private boolean bad;

  /**
   * Creates the handler of one connection.
   *
   * @param timeout within which the whole header must have come
   */
  public ProxyHeaderReader(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    timer =
        ctx.executor()
            .schedule(
                () -> refuse(ctx, "not within " + timeout),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (bad) {
      in.skipBytes(in.readableBytes());
      return;
    }
    try {
      ProxyHeader header = ProxyHeaderCodec.read(in);
      if (header != null) {
        ctx.fireUserEventTriggered(header);
        ctx.pipeline().remove(this); // which passes on the rest
      }
    } catch (BadProxyHeaderException e) {
      in.skipBytes(in.readableBytes());
      refuse(ctx, String.valueOf(e.getMessage()));
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    // the connection ended within the header
  }

  private void refuse(ChannelHandlerContext ctx, String why) {
    bad = true;
    log.debug("PROXY header of {}: {}", ctx.channel().remoteAddress(), why);
    ctx.close();
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
