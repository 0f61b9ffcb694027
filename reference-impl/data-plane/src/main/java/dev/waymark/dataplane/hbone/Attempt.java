package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.identity.Credential;
import dev.waymark.model.identity.SpiffeId;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection being made: credential, TCP, TLS, the peer's SETTINGS. The last step matters: in
 * TLS 1.3 a client can't know before whether the peer has accepted its certificate.
 */
final class Attempt {
  private final TunnelPeer peer;
  private final EventLoop loop;
  private final HboneLimits limits;
  private @Nullable ChannelFuture connecting;
  private @Nullable Future<?> timeout;
  private @Nullable TunnelClientConnection made;
  private boolean over;

  Attempt(TunnelPeer peer) {
    this.peer = peer;
    this.loop = peer.pool().loop();
    this.limits = peer.pool().limits();
  }

  void begin() {
    peer.pool()
        .credential(peer.key().source())
        .whenComplete(
            (credential, failure) ->
                loop.execute(
                    () -> {
                      if (over) {
                        return;
                      }
                      if (credential == null) {
                        failed(failure instanceof CompletionException e ? cause(e) : failure);
                      } else {
                        connect(credential);
                      }
                    }));
  }

  private static Throwable cause(CompletionException wrapper) {
    return wrapper.getCause() == null ? wrapper : wrapper.getCause();
  }

  private void connect(Credential credential) {
    within(limits.connect(), "connect");
    connecting =
        peer.pool()
            .network()
            .connect(
                peer.key().address(),
                loop,
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    TlsChannel.begin(channel, peer.context(credential), limits, new Handshake());
                  }
                });
    connecting.addListener(
        (ChannelFuture done) -> {
          if (!done.isSuccess()) {
            failed(done.cause());
          } else {
            done.channel().closeFuture().addListener(_ -> failed(closed()));
            within(limits.handshake(), "TLS and SETTINGS");
          }
        });
  }

  private Throwable closed() {
    Throwable why = made == null ? null : made.failure();
    return why == null ? new ClosedChannelException() : why;
  }

  private void within(Duration time, String step) {
    cancelTimeout();
    timeout =
        loop.schedule(
            () ->
                failed(
                    new ConnectTimeoutException(
                        step + " with " + peer.key().address() + ": not within " + time)),
            time.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private final class Handshake implements TlsChannel.Outcome {
    @Override
    public ChannelHandler verified(SpiffeId proved) {
      TunnelClientConnection connection =
          TunnelCodec.client(
              limits,
              (decoder, encoder, settings) ->
                  new TunnelClientConnection(loop, peer, limits, decoder, encoder, settings));
      made = connection;
      return connection;
    }

    @Override
    public void failed(Throwable why) {
      Attempt.this.failed(why);
    }
  }

  void succeeded() {
    over = true;
    cancelTimeout();
  }

  void giveUp() {
    failed(new ClosedChannelException());
  }

  private void failed(Throwable why) {
    if (over) {
      return;
    }
    over = true;
    cancelTimeout();
    if (connecting != null && !connecting.cancel(false)) {
      connecting.channel().close();
    }
    peer.failed(why);
  }

  private void cancelTimeout() {
    if (timeout != null) {
      timeout.cancel(false);
      timeout = null;
    }
  }
}
