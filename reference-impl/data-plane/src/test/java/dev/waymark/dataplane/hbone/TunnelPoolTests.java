package dev.waymark.dataplane.hbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How tunnels share connections, and how connections end. */
class TunnelPoolTests {
  private static final HboneLimits SHORT =
      HboneLimits.DEFAULT.withIdleAndDrain(Duration.ofMillis(200), Duration.ofMillis(200));

  @Test
  void aHundredTunnelsShareAConnectionAndTheNextOpensAnother() throws Exception {
    try (Tunnels tunnels = new Tunnels()) {
      Thread backend = Thread.startVirtualThread(() -> acceptAll(tunnels));
      List<CompletableFuture<OpenTunnel>> opening = openAtOnce(tunnels, 100);
      for (CompletableFuture<OpenTunnel> tunnel : opening) {
        tunnel.join();
      }
      assertThat(tunnels.connections()).isEqualTo(1);

      OpenTunnel next = tunnels.open();
      assertThat(tunnels.connections()).isEqualTo(2);
      tunnels.onLoop(
          () -> {
            opening.getFirst().join().tunnel().reset();
            return true;
          });
      tunnels.open(); // in the room that has become free
      assertThat(tunnels.connections()).isEqualTo(2);
      assertThat(next.tunnel().loop()).isSameAs(tunnels.loop);
      tunnels.backend.close();
      backend.join();
    }
  }

  @Test
  void identitiesDoNotShareConnections() throws Exception {
    try (Tunnels tunnels = new Tunnels()) {
      SpiffeId other = new SpiffeId(TrustDomain.CLUSTER_LOCAL, "shop", "other");
      tunnels.open();
      tunnels.clientCredential = tunnels.authority.credential(other);
      TunnelKey key = new TunnelKey(other, Set.of(Tunnels.SERVER), tunnels.key.address());
      tunnels.open(key, tunnels.toBackend());
      assertThat(tunnels.connections()).isEqualTo(1);
      assertThat(tunnels.onLoop(() -> tunnels.pool.connections(key))).isEqualTo(1);
    }
  }

  @Test
  void whoWaitsForAConnectionFailsWithIt() throws Exception {
    try (Tunnels tunnels = new Tunnels()) {
      tunnels.serverCredential = new TestAuthority("other").credential(Tunnels.SERVER);
      for (CompletableFuture<OpenTunnel> tunnel : openAtOnce(tunnels, 10)) {
        assertThatThrownBy(tunnel::join).hasCauseInstanceOf(IOException.class);
      }
      tunnels.serverCredential = tunnels.authority.credential(Tunnels.SERVER);
      tunnels.open(); // nothing is remembered against the peer
    }
  }

  @Test
  void anIdleConnectionIsClosed() throws Exception {
    try (Tunnels tunnels = new Tunnels(SHORT)) {
      OpenTunnel opened = tunnels.open();
      tunnels.onLoop(
          () -> {
            opened.tunnel().reset();
            return true;
          });
      Tunnels.await(() -> tunnels.connections() == 0);
    }
  }

  @Test
  void aDrainingServerLetsTunnelsFinishAndTakesNoMore() throws Exception {
    try (Tunnels tunnels = new Tunnels();
        Socket application = tunnels.dial();
        Socket backend = tunnels.accept()) {
      CompletableFuture<Void> drained = tunnels.server.drain().toCompletableFuture();
      Tunnels.await(() -> tunnels.connections() == 0);
      assertThatThrownBy(tunnels::open).hasCauseInstanceOf(IOException.class);

      application.getOutputStream().write('x');
      assertThat(backend.getInputStream().read()).isEqualTo('x');
      assertThat(drained).isNotDone();
      application.shutdownOutput();
      assertThat(backend.getInputStream().read()).isEqualTo(-1);
      backend.close();
      drained.join(); // long before the limits' five seconds: the last tunnel is over
      assertThat(application.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void drainingEndsAtItsDeadline() throws Exception {
    try (Tunnels tunnels = new Tunnels(SHORT);
        Socket application = tunnels.dial();
        Socket backend = tunnels.accept()) {
      tunnels.server.drain().toCompletableFuture().join();
      assertThatThrownBy(() -> application.getInputStream().read()).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> backend.getInputStream().read()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aPeerThatDoesNotAnswerPingsIsGivenUp() throws Exception {
    HboneLimits limits = HboneLimits.DEFAULT.withPing(Duration.ofMillis(50), Duration.ofMillis(50));
    try (Tunnels tunnels = new Tunnels(limits);
        StalledRelay relay = new StalledRelay(tunnels.key.address())) {
      TunnelKey through = new TunnelKey(Tunnels.CLIENT, Set.of(Tunnels.SERVER), relay.address());
      OpenTunnel opened = tunnels.open(through, tunnels.toBackend());
      CompletableFuture<Boolean> failed = new CompletableFuture<>();
      tunnels.onLoop(
          () -> {
            opened.tunnel().receive(new Ending(failed));
            return true;
          });
      relay.stall(); // nothing is closed; there is only silence
      assertThat(failed.get(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      assertThat(tunnels.onLoop(() -> tunnels.pool.connections(through))).isZero();
    }
  }

  @Test
  void aPeerThatAnswersPingsIsKept() throws Exception {
    HboneLimits limits = HboneLimits.DEFAULT.withPing(Duration.ofMillis(5), Duration.ofSeconds(5));
    try (Tunnels tunnels = new Tunnels(limits);
        Socket application = tunnels.dial();
        Socket backend = tunnels.accept()) {
      for (int i = 0; i < 100; i++) {
        application.getOutputStream().write(i);
        assertThat(backend.getInputStream().read()).isEqualTo(i);
      }
      assertThat(tunnels.connections()).isEqualTo(1);
    }
  }

  private static List<CompletableFuture<OpenTunnel>> openAtOnce(Tunnels tunnels, int count)
      throws Exception {
    return tunnels.onLoop(
        () -> {
          List<CompletableFuture<OpenTunnel>> opening = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            CompletableFuture<OpenTunnel> opened = new CompletableFuture<>();
            opening.add(opened);
            tunnels
                .pool
                .open(tunnels.key, tunnels.toBackend())
                .addListener(
                    done -> {
                      if (done.isSuccess()) {
                        opened.complete((OpenTunnel) done.getNow());
                      } else {
                        opened.completeExceptionally(done.cause());
                      }
                    });
          }
          return opening;
        });
  }

  private static void acceptAll(Tunnels tunnels) {
    List<Socket> accepted = new ArrayList<>();
    try {
      while (true) {
        accepted.add(tunnels.accept());
      }
    } catch (IOException e) {
      accepted.forEach(
          socket -> {
            try {
              socket.close();
            } catch (IOException ignored) {
              // closed is closed
            }
          });
    }
  }
}
