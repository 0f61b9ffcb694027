package dev.waymark.dataplane.hbone;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/** Sets HTTP/2 up for tunnels: few streams, all alike, with much to carry. */
final class TunnelCodec<C extends TunnelConnection>
    extends AbstractHttp2ConnectionHandlerBuilder<C, TunnelCodec<C>> {
  /**
   * Resets within a window of time, above which a peer is cut off. The codec's own 200 would cut
   * honest peers off: a proxy resets a stream for each connection that its client gives up.
   */
  private static final int RESETS = 20_000;

  private static final int RESET_WINDOW_SECONDS = 30;

  /** Bytes of one stream before it is another's turn. */
  private static final int TURN = 64 * 1024;

  private final Maker<C> maker;
  private final TunnelFrames frames = new TunnelFrames();

  /** Makes the connection out of its parts. */
  @FunctionalInterface
  interface Maker<C> {
    C make(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings);
  }

  private TunnelCodec(boolean server, Http2Settings settings, HboneLimits limits, Maker<C> maker) {
    this.maker = maker;
    Http2Connection connection = new DefaultHttp2Connection(server, 0);
    UniformStreamByteDistributor distributor = new UniformStreamByteDistributor(connection);
    distributor.minAllocationChunk(TURN);
    connection
        .remote()
        .flowController(new DefaultHttp2RemoteFlowController(connection, distributor));
    connection(connection);
    gracefulShutdownTimeoutMillis(limits.drain().toMillis());
    validateRequiredPseudoHeaders(false); // what is missing is answered with 400
    decoderEnforceMaxRstFramesPerWindow(RESETS, RESET_WINDOW_SECONDS);
    encoderEnforceMaxRstFramesPerWindow(RESETS, RESET_WINDOW_SECONDS);
    initialSettings(settings.initialWindowSize(limits.streamWindow()).maxFrameSize(limits.frame()));
    frameListener(frames);
  }

  static <C extends TunnelConnection> C server(HboneLimits limits, Maker<C> maker) {
    Http2Settings settings =
        new Http2Settings()
            .maxConcurrentStreams(limits.streamsServed())
            .maxHeaderListSize(limits.requestBytes());
    return new TunnelCodec<>(true, settings, limits, maker).build();
  }

  static <C extends TunnelConnection> C client(HboneLimits limits, Maker<C> maker) {
    Http2Settings settings =
        new Http2Settings().pushEnabled(false).maxHeaderListSize(limits.responseBytes());
    return new TunnelCodec<>(false, settings, limits, maker).build();
  }

  @Override
  protected C build(
      Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
    return maker.make(decoder, encoder, settings);
  }

  @Override
  protected C build() {
    C connection = super.build();
    frames.serve(connection);
    return connection;
  }
}
