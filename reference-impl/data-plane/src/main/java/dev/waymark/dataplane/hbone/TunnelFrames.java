package dev.waymark.dataplane.hbone;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;

/** Hands the frames of a connection to whom they concern. */
final class TunnelFrames extends Http2FrameAdapter {
  private TunnelConnection connection;

  @SuppressWarnings("NullAway.Init") // the codec wants its listener before the connection exists
  TunnelFrames() {}

  void serve(TunnelConnection served) {
    connection = served;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean last) {
    Http2Stream stream = connection.connection().stream(id);
    if (stream != null) {
      connection.headers(stream, headers, last);
    }
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int id,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean last) {
    onHeadersRead(ctx, id, headers, padding, last);
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean last) {
    TunnelStream tunnel = connection.tunnel(id);
    return padding + (tunnel == null ? data.readableBytes() : tunnel.data(data, last));
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int id, long code) {
    TunnelStream tunnel = connection.tunnel(id);
    if (tunnel != null) {
      tunnel.peerReset(code);
    }
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) {
    connection.pong();
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
    connection.settings();
  }
}
