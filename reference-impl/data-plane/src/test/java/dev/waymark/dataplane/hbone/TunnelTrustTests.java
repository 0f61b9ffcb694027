package dev.waymark.dataplane.hbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.dataplane.identity.Credential;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets a tunnel to whom. Whoever does not, gets nothing but a broken connection. */
class TunnelTrustTests {
  private final Tunnels tunnels;
  private final LinkedBlockingQueue<TunnelRequest> offered = new LinkedBlockingQueue<>();

  TunnelTrustTests() throws IOException {
    tunnels = new Tunnels();
    tunnels.decision =
        request -> {
          offered.add(request);
          return TunnelDecision.Forward.to(Tunnels.address(request));
        };
  }

  @AfterEach
  void close() throws Exception {
    tunnels.close();
  }

  @Test
  void theFirstUriOfTheClientIsItsIdentity() throws Exception {
    tunnels.clientCredential =
        tunnels.authority.credential(
            Tunnels.CLIENT, Tunnels.CLIENT.toString(), "spiffe://cluster.local/ns/kube/sa/admin");
    tunnels.open();
    assertThat(offered.take().peer()).isEqualTo(Tunnels.CLIENT);
  }

  @Test
  void anyOfTheExpectedIdentitiesWillDo() throws Exception {
    SpiffeId other = new SpiffeId(TrustDomain.CLUSTER_LOCAL, "shop", "other");
    tunnels.open(
        new TunnelKey(Tunnels.CLIENT, Set.of(other, Tunnels.SERVER), tunnels.key.address()),
        tunnels.toBackend());
    assertThat(offered).hasSize(1);
  }

  @Test
  void anotherIdentityThanExpectedIsNotTalkedTo() {
    SpiffeId other = new SpiffeId(TrustDomain.CLUSTER_LOCAL, "shop", "other");
    assertFails(
        new TunnelKey(Tunnels.CLIENT, Set.of(other), tunnels.key.address()),
        "the peer is " + Tunnels.SERVER + " (expected: one of [" + other + "])");
  }

  @Test
  void clientsOfOtherTrustDomainsAreRefused() {
    SpiffeId foreign = new SpiffeId(new TrustDomain("elsewhere"), "shop", "client");
    tunnels.clientCredential = tunnels.authority.credential(foreign);
    assertFails(tunnels.key, null);
  }

  @Test
  void clientsWithoutAnIdentityAreRefused() {
    tunnels.clientCredential =
        tunnels.authority.credential(Tunnels.CLIENT, "spiffe://cluster.local/other/form");
    assertFails(tunnels.key, null);
    tunnels.clientCredential = // only the first counts
        tunnels.authority.credential(
            Tunnels.CLIENT, "https://example.com/", Tunnels.CLIENT.toString());
    assertFails(tunnels.key, null);
    tunnels.clientCredential = tunnels.authority.credential(Tunnels.CLIENT, new String[0]);
    assertFails(tunnels.key, null);
  }

  @Test
  void clientsOfAnotherAuthorityAreRefused() {
    Credential forged = new TestAuthority("mesh").credential(Tunnels.CLIENT);
    tunnels.clientCredential = with(forged, List.of(tunnels.authority.root()));
    assertFails(tunnels.key, null);
  }

  @Test
  void serversOfAnotherAuthorityAreNotTalkedTo() {
    Credential forged = new TestAuthority("mesh").credential(Tunnels.SERVER);
    tunnels.serverCredential = with(forged, List.of(tunnels.authority.root()));
    assertFails(tunnels.key, "the certificate of " + Tunnels.SERVER);
  }

  @Test
  void everyRootOfABundleIsTrusted() throws Exception {
    TestAuthority next = new TestAuthority("mesh"); // with the same name, as after a rotation
    List<X509Certificate> both = List.of(tunnels.authority.root(), next.root());
    tunnels.serverCredential = with(tunnels.serverCredential, both);
    tunnels.clientCredential = with(next.credential(Tunnels.CLIENT), both);
    tunnels.open();
    assertThat(offered).hasSize(1);
  }

  @Test
  void anExpiredServerIsNotTalkedTo() {
    tunnels.clientTime = tunnels.clientTime.plus(Duration.ofHours(2));
    assertFails(tunnels.key, "the certificate of " + Tunnels.SERVER);
  }

  @Test
  void anExpiredClientIsRefused() {
    tunnels.serverTime = tunnels.serverTime.plus(Duration.ofHours(2));
    assertFails(tunnels.key, null);
  }

  @Test
  void aClientWithoutACertificateIsRefused() throws Exception {
    assertThatThrownBy(() -> handshake("TLSv1.3")).isInstanceOf(IOException.class);
    assertThat(offered).isEmpty();
  }

  @Test
  void nothingBelowTls13IsSpoken() {
    assertThatThrownBy(() -> handshake("TLSv1.2")).isInstanceOf(SSLException.class);
  }

  @Test
  void renewedCredentialsAreShownToNewPeers() throws Exception {
    tunnels.serverCredential = tunnels.authority.credential(Tunnels.SERVER);
    tunnels.clientCredential = tunnels.authority.credential(Tunnels.CLIENT);
    tunnels.open();
    assertThat(offered).hasSize(1);
  }

  private static Credential with(Credential credential, List<X509Certificate> roots) {
    return new Credential(credential.identity(), credential.key(), credential.chain(), roots);
  }

  private void assertFails(TunnelKey key, @Nullable String why) {
    var failure =
        assertThatThrownBy(() -> tunnels.open(key, tunnels.toBackend()))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(IOException.class);
    if (why != null) {
      failure.hasStackTraceContaining(why);
    }
    assertThat(offered).isEmpty();
  }

  /** Trusts everybody, and shows nothing. */
  private void handshake(String version) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    try (Socket plain = new Socket()) {
      plain.connect(tunnels.key.address());
      plain.setSoTimeout(20_000);
      SSLSocket tls =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(plain, "127.0.0.1", tunnels.key.address().getPort(), false);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setProtocols(new String[] {version});
      parameters.setApplicationProtocols(new String[] {"h2"});
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      if (tls.getInputStream().read() < 0) { // in TLS 1.3 the refusal comes behind the handshake
        throw new IOException("closed");
      }
    }
  }
}
