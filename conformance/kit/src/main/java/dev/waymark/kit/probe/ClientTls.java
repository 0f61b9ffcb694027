package dev.waymark.kit.probe;

import dev.waymark.kit.Response.TlsSession;
import dev.waymark.kit.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Puts TLS on a connection as a request's {@link Tls} says.
 *
 * <p>Where there are certificates to trust and a server name, the server's certificate has to be
 * valid for that name too. Sessions are never resumed: each handshake is a whole one, since it is
 * what a check looks at.
 */
final class ClientTls {

  private static final Base64.Encoder PEM =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private final Map<Tls, Credentials> credentials = new ConcurrentHashMap<>();

  private record Credentials(KeyManager[] keys, TrustManager[] trust) {}

  /**
   * Shakes hands.
   *
   * @param alpn the one protocol to offer
   * @throws IllegalArgumentException when the PEM texts don't hold what they should
   */
  SSLSocket over(Socket connection, Tls tls, String alpn) throws IOException {
    Credentials own = credentials.computeIfAbsent(tls, ClientTls::read);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.keys(), own.trust(), null);
      String name = tls.serverName();
      var socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(connection, name == null ? "" : name, connection.getPort(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(name == null ? List.of() : List.of(new SNIHostName(name)));
      parameters.setApplicationProtocols(new String[] {alpn});
      if (name != null && tls.trustedPem() != null) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 9110 §4.3.4
      }
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has no TLS", e);
    }
  }

  /** What the handshake settled. */
  static TlsSession session(SSLSocket socket) throws IOException {
    var session = socket.getSession();
    String alpn = socket.getApplicationProtocol();
    Certificate[] chain = session.getPeerCertificates();
    try {
      return new TlsSession(
          session.getProtocol(),
          alpn == null ? "" : alpn,
          "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
              .formatted(PEM.encodeToString(chain[0].getEncoded())));
    } catch (GeneralSecurityException e) {
      throw new IOException("the server's certificate does not encode", e);
    }
  }

  private static Credentials read(Tls tls) {
    try {
      return new Credentials(keys(tls), trust(tls.trustedPem()));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("tls: not usable: " + e.getMessage(), e);
    }
  }

  private static KeyManager[] keys(Tls tls) throws GeneralSecurityException, IOException {
    String certificates = tls.clientCertificatePem();
    String key = tls.clientKeyPem();
    if (certificates == null || key == null) {
      return new KeyManager[0];
    }
    KeyStore store = empty();
    store.setKeyEntry(
        "client",
        privateKey(key),
        new char[0],
        certificates(certificates).toArray(X509Certificate[]::new));
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trust(@Nullable String pem)
      throws GeneralSecurityException, IOException {
    if (pem == null) {
      return new TrustManager[] {new TrustsAnyone()};
    }
    KeyStore store = empty();
    int count = 0;
    for (X509Certificate certificate : certificates(pem)) {
      store.setCertificateEntry("trusted-" + count++, certificate);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    return CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    String base64 =
        pem.replaceAll("(?s).*-----BEGIN PRIVATE KEY-----", "")
            .replaceAll("(?s)-----END PRIVATE KEY-----.*", "");
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("the client key is not PEM", e);
    }
    for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException _) {
        // Another algorithm's key: the next one reads it.
      }
    }
    throw new InvalidKeySpecException("the client key is no PKCS#8 key of EC, RSA or EdDSA");
  }

  /** For requests that look at other things than whom the server is. */
  private static final class TrustsAnyone extends X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new UnsupportedOperationException("for clients only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      throw new UnsupportedOperationException("for clients only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      throw new UnsupportedOperationException("for clients only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
