package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.identity.Credential;
import dev.waymark.dataplane.identity.MutualTls;
import dev.waymark.dataplane.loop.OpenConnections;
import dev.waymark.model.identity.SpiffeId;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tunnels in, as one identity. It opens no port: {@link #connections} is the handler of
 * accepted connections, wherever they come from. Safe for use by any thread.
 */
public final class HboneServer {
  /** Where tunnels are taken, on every address of a mesh. */
  public static final int PORT = 15008;

  private static final Logger log = LoggerFactory.getLogger(HboneServer.class);

  private final Supplier<CompletionStage<Credential>> identity;
  private final TunnelAcceptor acceptor;
  private final ConnectionEnds ends;
  private final InstantSource clock;
  private final HboneLimits limits;
  private final OpenConnections connections = new OpenConnections();
  private volatile @Nullable Served served;
  private volatile boolean draining;

  /** A credential, and the context made for it. */
  private record Served(Credential credential, SslContext context) {}

  /**
   * Creates a server.
   *
   * @param identity whose certificate is shown; asked for every connection, as it changes
   * @param clock that certificates are held against
   */
  public HboneServer(
      Supplier<CompletionStage<Credential>> identity,
      TunnelAcceptor acceptor,
      ConnectionEnds ends,
      InstantSource clock,
      HboneLimits limits) {
    this.identity = identity;
    this.acceptor = acceptor;
    this.ends = ends;
    this.clock = clock;
    this.limits = limits;
  }

  /** The handler for accepted connections; sharable. */
  public ChannelHandler connections() {
    return new Accepting();
  }

  @ChannelHandler.Sharable
  private final class Accepting extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel connection) {
      connections.add(connection);
      if (draining) {
        connection.close();
        return;
      }
      CompletableFuture<Credential> credential = identity.get().toCompletableFuture();
      if (credential.isDone() && !credential.isCompletedExceptionally()) {
        begin(connection, credential.join());
        return;
      }
      connection.config().setAutoRead(false);
      credential.whenCompleteAsync(
          (ready, failure) -> {
            if (ready == null) {
              log.debug("{} not served: {}", connection.remoteAddress(), String.valueOf(failure));
              connection.close();
            } else if (connection.isActive()) {
              begin(connection, ready);
              connection.config().setAutoRead(true);
            }
          },
          connection.eventLoop());
    }
  }

  private void begin(Channel connection, Credential credential) {
    TlsChannel.begin(
        connection,
        context(credential),
        limits,
        new TlsChannel.Outcome() {
          @Override
          public ChannelHandler verified(SpiffeId peer) {
            return TunnelCodec.server(
                limits,
                (decoder, encoder, settings) ->
                    new TunnelServerConnection(
                        connection.eventLoop(),
                        new TunnelServerConnection.Peer(
                            peer, ends.peer(connection), ends.local(connection)),
                        acceptor,
                        limits,
                        decoder,
                        encoder,
                        settings));
          }

          @Override
          public void failed(Throwable cause) {
            log.debug("no tunnels for {}: {}", connection.remoteAddress(), cause.toString());
          }
        });
  }

  private SslContext context(Credential credential) {
    Served current = served;
    if (current == null || current.credential() != credential) {
      current = new Served(credential, MutualTls.server(credential, clock));
      served = current;
    }
    return current.context();
  }

  /**
   * Stops: no connection takes another tunnel; those that are there may go on for as long as the
   * limits allow. Closing the port comes before, and is the caller's part.
   *
   * @return completes when the last connection is closed
   */
  public CompletionStage<Void> drain() {
    draining = true;
    CompletionStage<Void> closed = connections.emptied();
    connections.onEach(HboneServer::drain);
    return closed;
  }

  private static void drain(Channel connection) {
    TunnelServerConnection tunnels = connection.pipeline().get(TunnelServerConnection.class);
    if (tunnels == null) {
      connection.close();
    } else {
      tunnels.drain();
    }
  }
}
