package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.loop.Deadline;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.nio.channels.ClosedChannelException;

/** A connection to a peer, on which tunnels are opened. */
final class TunnelClientConnection extends TunnelConnection {
  /** Stream ids go up to 2^31 - 1; a connection is given up a little before. */
  private static final int LAST_STREAM = Integer.MAX_VALUE - 1024;

  private final Home home;
  private final Http2Connection.PropertyKey openingKey;
  private final Deadline idle;
  private boolean ready;
  private boolean givenUp;

  /** Whom a connection belongs to; called on the loop. */
  interface Home {
    /** The peer has said how many streams it takes: tunnels may be opened. Called once. */
    void ready(TunnelClientConnection connection);

    /** No more tunnels are to be opened: it is closing, or closed. May be called again. */
    void gone(TunnelClientConnection connection);

    /** The peer took the connection's end for a reason not to look at a tunnel's CONNECT. */
    void unseen(Opening opening);
  }

  TunnelClientConnection(
      EventLoop loop,
      Home home,
      HboneLimits limits,
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings) {
    super(loop, limits, decoder, encoder, settings);
    this.home = home;
    openingKey = connection().newKey();
    idle = new Deadline(loop, this::retire);
    connection().addListener(new GoAway());
  }

  @Override
  void settings() {
    if (!ready) {
      ready = true;
      idle.set(limits().idle());
      home.ready(this);
    }
  }

  /** Whether another tunnel can be opened right now. */
  boolean hasRoom() {
    return ready
        && !givenUp
        && isOpen()
        && connection().numActiveStreams() < limits().streamsOpened()
        && connection().local().canOpenStream()
        && connection().local().lastStreamCreated() < LAST_STREAM;
  }

  void open(Opening opening) {
    idle.clear();
    int id = connection().local().incrementAndGetNextStreamId();
    encoder()
        .writeHeaders(
            context(), id, opening.request().toHeaders(), 0, false, context().newPromise());
    queueFlush();
    Http2Stream stream = connection().stream(id);
    if (stream == null) {
      opening.promise().tryFailure(new ClosedChannelException());
      return;
    }
    TunnelStream tunnel = register(stream);
    stream.setProperty(openingKey, opening);
    opening
        .promise()
        .addListener(
            done -> {
              if (done.isCancelled()) {
                tunnel.reset();
              }
            });
  }

  @Override
  void headers(Http2Stream stream, Http2Headers headers, boolean last) {
    TunnelStream tunnel = tunnel(stream.id());
    if (tunnel == null) {
      return;
    }
    Opening opening = stream.getProperty(openingKey);
    int status = opening == null ? 0 : status(headers);
    if (status >= 100 && status < 200) {
      return; // the answer is yet to come
    }
    if (opening != null) {
      stream.removeProperty(openingKey);
      if (status == 200) {
        Baggage peer = Baggage.parse(headers.getAll(ConnectRequest.BAGGAGE));
        if (!opening
            .promise()
            .trySuccess(
                new OpenTunnel(tunnel, peer, context().channel().localAddress(), stream.id()))) {
          tunnel.reset();
        }
      } else {
        opening
            .promise()
            .tryFailure(new TunnelRefusedException(opening.request().authority(), status));
        tunnel.close();
      }
    }
    if (last) {
      tunnel.inputEnded();
    }
  }

  private static int status(Http2Headers headers) {
    CharSequence status = headers.status();
    if (status == null || status.length() != 3) {
      return 0;
    }
    int value = 0;
    for (int i = 0; i < 3; i++) {
      char c = status.charAt(i);
      if (c < '0' || c > '9') {
        return 0;
      }
      value = 10 * value + c - '0';
    }
    return value;
  }

  @Override
  void ended(Http2Stream stream) {
    Opening opening = stream.removeProperty(openingKey);
    if (opening != null) {
      if (connection().goAwayReceived()
          && stream.id() > connection().local().lastStreamKnownByPeer()
          && !opening.again()) {
        home.unseen(new Opening(opening.request(), opening.promise(), true));
      } else {
        opening.promise().tryFailure(new ClosedChannelException());
      }
    }
    if (connection().numActiveStreams() == 0) {
      if (givenUp) {
        loop().execute(this::drain); // behind what the codec is doing with this stream
      } else {
        idle.set(limits().idle());
      }
    }
  }

  private final class GoAway extends Http2ConnectionAdapter {
    @Override
    public void onGoAwayReceived(int lastStream, long code, ByteBuf debug) {
      retire();
    }
  }

  /** Opens no more tunnels, and closes behind the last one. */
  void retire() {
    givenUp = true;
    home.gone(this);
    if (connection().numActiveStreams() == 0) {
      loop().execute(this::drain);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    givenUp = true;
    home.gone(this);
    super.channelInactive(ctx);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
    idle.cancel();
    super.handlerRemoved0(ctx);
  }
}
