package dev.waymark.dataplane.tls;

import dev.waymark.model.HostPattern;
import dev.waymark.model.ServerCertificate;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate ready to be served, by BoringSSL where its library loads: its handshakes cost a
 * quarter of the JDK's.
 *
 * @param names the DNS names that it is for
 */
record ServedCertificate(SslContext context, List<HostPattern> names) {
  private static final SslProvider PROVIDER =
      OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;

  static ServedCertificate of(ServerCertificate certificate) {
    try {
      X509Certificate[] chain = Keys.chain(certificate.chainPem());
      SslContext context =
          SslContextBuilder.forServer(Keys.key(certificate.privateKeyPem(), chain[0]), chain)
              .sslProvider(PROVIDER)
              .protocols("TLSv1.3", "TLSv1.2")
              .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
              .applicationProtocolConfig(
                  new ApplicationProtocolConfig(
                      ApplicationProtocolConfig.Protocol.ALPN,
                      ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                      ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                      ApplicationProtocolNames.HTTP_2,
                      ApplicationProtocolNames.HTTP_1_1))
              .build();
      return new ServedCertificate(context, names(chain[0]));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "certificate: " + e.getMessage(), e); // the model promises that this can't be
    }
  }

  private static List<HostPattern> names(X509Certificate leaf) {
    return DnsNames.of(leaf).stream()
        .filter(
            name -> !name.substring(Math.min(1, name.length())).contains("*") && !name.equals("*"))
        .map(HostPattern::parse)
        .toList();
  }

  boolean isFor(String serverName) {
    for (HostPattern name : names) {
      if (name.matches(serverName)) {
        return true;
      }
    }
    return false;
  }
}
