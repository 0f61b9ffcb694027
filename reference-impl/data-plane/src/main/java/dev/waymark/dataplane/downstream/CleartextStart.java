package dev.waymark.dataplane.downstream;

import dev.waymark.dataplane.exchange.Arrival;
import dev.waymark.dataplane.exchange.Drain;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.dataplane.http1.Http1Downstream;
import dev.waymark.dataplane.http2.Http2Downstream;
import dev.waymark.dataplane.loop.Deadline;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import org.jspecify.annotations.Nullable;

/**
 * Tells HTTP/2 by prior knowledge (RFC 9113 §3.3) from HTTP/1.x by the first bytes, and makes way
 * for the codec.
 */
public final class CleartextStart extends ChannelInboundHandlerAdapter {
  private final Worker worker;
  private final Arrival arrival;
  private @Nullable Deadline deadline;
  private @Nullable ByteBuf first;

  /** Begins a connection that came in as {@code arrival} says. */
  public CleartextStart(Worker worker, Arrival arrival) {
    this.worker = worker;
    this.arrival = arrival;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline = new Deadline(worker.loop(), ctx::close);
    deadline.set(worker.limits().head());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf read = (ByteBuf) message;
    if (first != null) {
      ByteBuf joined = ctx.alloc().buffer(first.readableBytes() + read.readableBytes());
      joined.writeBytes(first).writeBytes(read);
      first.release();
      read.release();
      read = joined;
    }
    first = null;
    ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
    int known = Math.min(read.readableBytes(), preface.readableBytes());
    boolean http2 = read.slice(read.readerIndex(), known).equals(preface.slice(0, known));
    if (http2 && known < preface.readableBytes()) {
      first = read;
      return;
    }
    ChannelHandler codec =
        http2 ? Http2Downstream.create(worker, arrival) : new Http1Downstream(worker, arrival);
    ctx.pipeline().replace(this, null, codec);
    ctx.pipeline().fireChannelRead(read);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == Drain.NOW && deadline != null) {
      deadline.set(worker.limits().linger());
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.cancel();
    }
    if (first != null) {
      first.release();
      first = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
