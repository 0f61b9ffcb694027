package dev.waymark.dataplane.http1;

import dev.waymark.dataplane.loop.FlushQueue;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * What one connection is about to send. Small pieces (heads, chunk sizes, short bodies) are copied
 * together into one buffer, since a copy of a few hundred bytes costs less than another entry in a
 * gathering write; large ones go by reference.
 */
final class Outbound implements FlushQueue.Flushable {
  private static final int COPY_UP_TO = 1024;
  private static final int BUFFER = 2048;

  private final ChannelHandlerContext context;
  private final FlushQueue flushes;
  private @Nullable ByteBuf buffer;
  private boolean queued;

  Outbound(ChannelHandlerContext context, FlushQueue flushes) {
    this.context = context;
    this.flushes = flushes;
  }

  /** A buffer with room for {@code bytes} more, to be written to; sent with the next flush. */
  ByteBuf reserve(int bytes) {
    ByteBuf current = buffer;
    if (current != null && current.writableBytes() < bytes) {
      writeBuffer(current);
      current = null;
    }
    if (current == null) {
      current = context.alloc().directBuffer(Math.max(bytes, BUFFER));
      buffer = current;
    }
    queue();
    return current;
  }

  /** Sends data behind what was reserved, and takes its ownership. */
  void write(ByteBuf data) {
    ByteBuf current = buffer;
    if (current != null) {
      int size = data.readableBytes();
      if (size <= COPY_UP_TO && size <= current.writableBytes()) {
        current.writeBytes(data);
        data.release();
        queue();
        return;
      }
      writeBuffer(current);
    }
    context.write(data, context.voidPromise());
    queue();
  }

  private void writeBuffer(ByteBuf filled) {
    buffer = null;
    context.write(filled, context.voidPromise());
  }

  private void queue() {
    if (!queued) {
      queued = true;
      flushes.add(this);
    }
  }

  @Override
  public void flushNow() {
    queued = false;
    if (buffer != null) {
      writeBuffer(buffer);
    }
    context.flush();
  }

  /** Sends everything, then closes the connection. */
  void close() {
    ByteBuf last = buffer != null ? buffer : context.alloc().buffer(0);
    buffer = null;
    context.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
  }

  /** Forgets what was not sent. */
  void discard() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }
}
