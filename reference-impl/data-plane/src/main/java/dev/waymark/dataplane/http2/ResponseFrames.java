package dev.waymark.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** Hands the frames of a backend's connection to the exchanges that they belong to. */
final class ResponseFrames extends Http2FrameAdapter {
  private Http2Upstream connection;

  @SuppressWarnings(
      "NullAway.Init") // the connection is made with the listener, and tells it before the first
  // frame
  ResponseFrames() {}

  void serve(Http2Upstream connection) {
    this.connection = connection;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endOfStream)
      throws Http2Exception {
    onHeadersRead(ctx, streamId, headers, padding, endOfStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int padding,
      boolean endOfStream)
      throws Http2Exception {
    Http2UpstreamStream serving = connection.stream(streamId);
    if (serving != null) {
      serving.headers(headers, endOfStream);
    }
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
    connection.settingsRead();
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
    Http2UpstreamStream serving = connection.stream(streamId);
    if (serving == null) {
      return data.readableBytes() + padding;
    }
    return padding + serving.data(data, endOfStream);
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
    Http2UpstreamStream serving = connection.stream(streamId);
    if (serving != null) {
      serving.reset(errorCode);
    }
  }
}
