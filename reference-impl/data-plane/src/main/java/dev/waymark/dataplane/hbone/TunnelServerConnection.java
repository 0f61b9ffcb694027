package dev.waymark.dataplane.hbone;

import dev.waymark.model.identity.SpiffeId;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A peer's connection: each CONNECT on it is offered to whoever made the server. */
final class TunnelServerConnection extends TunnelConnection {
  private static final Logger log = LoggerFactory.getLogger(TunnelServerConnection.class);

  private final Peer peer;
  private final TunnelAcceptor acceptor;

  /** Who is at the other end. */
  record Peer(SpiffeId identity, InetSocketAddress address, InetSocketAddress connectedTo) {}

  TunnelServerConnection(
      EventLoop loop,
      Peer peer,
      TunnelAcceptor acceptor,
      HboneLimits limits,
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings) {
    super(loop, limits, decoder, encoder, settings);
    this.peer = peer;
    this.acceptor = acceptor;
  }

  @Override
  void settings() {}

  @Override
  void headers(Http2Stream stream, Http2Headers headers, boolean last) {
    TunnelStream known = tunnel(stream.id());
    if (known != null) { // trailers, which mean nothing here
      if (last) {
        known.inputEnded();
      }
      return;
    }
    TunnelStream tunnel = register(stream);
    if (last) {
      tunnel.inputEnded();
    }
    ConnectRequest request = ConnectRequest.parse(headers).orElse(null);
    if (request == null) {
      log.debug("{} asks for no tunnel: {}", peer.identity(), headers);
      refuse(tunnel, stream, 400);
      return;
    }
    acceptor.offered(new Offered(stream, tunnel, request(request, stream)));
  }

  private TunnelRequest request(ConnectRequest connect, Http2Stream stream) {
    return new TunnelRequest(
        peer.identity(), peer.address(), peer.connectedTo(), connect, stream.id());
  }

  private void refuse(TunnelStream tunnel, Http2Stream stream, int status) {
    respond(stream, Integer.toString(status), null, true);
    tunnel.refused();
  }

  private void respond(Http2Stream stream, String status, @Nullable Baggage baggage, boolean last) {
    Http2Headers headers = new DefaultHttp2Headers(false, 2).status(status);
    String line = baggage == null ? "" : baggage.format();
    if (!line.isEmpty()) {
      headers.add(ConnectRequest.BAGGAGE, line);
    }
    encoder().writeHeaders(context(), stream.id(), headers, 0, last, context().newPromise());
    queueFlush();
  }

  @Override
  void ended(Http2Stream stream) {}

  private final class Offered implements TunnelOffer {
    private final Http2Stream stream;
    private final TunnelStream tunnel;
    private final TunnelRequest request;

    Offered(Http2Stream stream, TunnelStream tunnel, TunnelRequest request) {
      this.stream = stream;
      this.tunnel = tunnel;
      this.request = request;
    }

    @Override
    public TunnelRequest request() {
      return request;
    }

    @Override
    public EventLoop loop() {
      return tunnel.loop();
    }

    @Override
    public void refuse(TunnelDecision.Refuse refusal) {
      log.debug(
          "{} is refused {}: {}", peer.identity(), request.connect().authority(), refusal.reason());
      if (tunnel.isOpen()) {
        TunnelServerConnection.this.refuse(tunnel, stream, refusal.status());
      } else {
        tunnel.close();
      }
    }

    @Override
    public TunnelStream accept(Baggage baggage) {
      if (tunnel.isOpen()) {
        respond(stream, "200", baggage, false);
      }
      return tunnel;
    }
  }
}
