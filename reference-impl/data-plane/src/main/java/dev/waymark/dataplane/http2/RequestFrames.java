package dev.waymark.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;

/** Hands the frames of a client's connection to the streams that they belong to. */
final class RequestFrames extends Http2FrameAdapter {
  private Http2Downstream connection;

  @SuppressWarnings(
      "NullAway.Init") // the connection is made with the listener, and tells it before the first
  // frame
  RequestFrames() {}

  void serve(Http2Downstream connection) {
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
    Http2ClientStream serving = connection.stream(streamId);
    if (serving != null) {
      serving.trailers(headers);
      return;
    }
    Http2Stream stream = connection.connection().stream(streamId);
    if (stream == null) {
      return;
    }
    Http2ClientStream begun =
        new Http2ClientStream(
            connection, stream, RequestFields.head(streamId, headers, endOfStream));
    connection.register(stream, begun);
    begun.begin();
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
    Http2ClientStream serving = connection.stream(streamId);
    if (serving == null) {
      return data.readableBytes() + padding;
    }
    return padding + serving.data(data, endOfStream);
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
    Http2ClientStream serving = connection.stream(streamId);
    if (serving != null) {
      serving.closed();
    }
  }
}
