package dev.waymark.dataplane.identity;

import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The TLS of a mesh: version 1.3 alone, two cipher suites, HTTP/2 by ALPN, and both sides show a
 * certificate. By BoringSSL where its library loads.
 */
public final class MutualTls {
  private static final SslProvider PROVIDER =
      OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
  private static final List<String> SUITES =
      List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256");

  private MutualTls() {}

  /** For the accepting side: every identity of the credential's own trust domain may connect. */
  public static SslContext server(Credential credential, InstantSource clock) {
    TrustDomain own = credential.identity().trustDomain();
    return context(
        SslContextBuilder.forServer(new OneKey(credential)).clientAuth(ClientAuth.REQUIRE),
        credential,
        peer -> peer.trustDomain().equals(own),
        "one of the trust domain " + own,
        clock);
  }

  /**
   * For the connecting side. No server name is sent as long as the engine is made without one.
   *
   * @param expected the peer must be one of these
   */
  public static SslContext client(
      Credential credential, Set<SpiffeId> expected, InstantSource clock) {
    return context(
        SslContextBuilder.forClient()
            .keyManager(new OneKey(credential))
            .endpointIdentificationAlgorithm(null), // an identity is checked, not a host name
        credential,
        Set.copyOf(expected)::contains,
        "one of " + expected,
        clock);
  }

  private static SslContext context(
      SslContextBuilder builder,
      Credential credential,
      Predicate<SpiffeId> expected,
      String expectation,
      InstantSource clock) {
    try {
      // BoringSSL doesn't let anyone choose among the suites of TLS 1.3: see verified().
      SslContextBuilder chosen = PROVIDER == SslProvider.JDK ? builder.ciphers(SUITES) : builder;
      return chosen
          .sslProvider(PROVIDER)
          .protocols("TLSv1.3")
          .trustManager(new PeerTrust(credential.roots(), expected, expectation, clock))
          .applicationProtocolConfig(
              new ApplicationProtocolConfig(
                  ApplicationProtocolConfig.Protocol.ALPN,
                  ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                  ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                  ApplicationProtocolNames.HTTP_2))
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("no TLS as " + credential.identity(), e);
    }
  }

  /**
   * What a finished handshake has proved, and no context can insist on beforehand.
   *
   * @return who the peer is
   * @throws SSLException if the connection is not to be used
   */
  public static SpiffeId verified(SslHandler handler) throws SSLException {
    if (!ApplicationProtocolNames.HTTP_2.equals(handler.applicationProtocol())) {
      throw new SSLException("the peer does not speak h2 (ALPN)");
    }
    SSLSession session = handler.engine().getSession();
    if (!SUITES.contains(session.getCipherSuite())) {
      throw new SSLException(
          "cipher suite " + session.getCipherSuite() + " (expected: one of " + SUITES + ")");
    }
    if (!(session.getPeerCertificates()[0] instanceof X509Certificate leaf)) {
      throw new SSLPeerUnverifiedException("no X.509 certificate");
    }
    return PeerIdentity.of(leaf)
        .orElseThrow(() -> new SSLPeerUnverifiedException("the first URI is no identity"));
  }
}
