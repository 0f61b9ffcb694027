package dev.waymark.kit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A response as it arrived.
 *
 * @param status the status code
 * @param protocol the version that the server answered in: {@code HTTP/1.0}, {@code HTTP/1.1} or
 *     {@code HTTP/2.0}
 * @param headers field lines in the order of arrival, names as sent
 * @param body the content, decoded as UTF-8
 * @param tls what was negotiated, when inside TLS
 */
public record Response(
    int status, String protocol, List<Header> headers, String body, @Nullable TlsSession tls) {
  public Response {
    headers = List.copyOf(headers);
  }

  /**
   * What a TLS handshake settled.
   *
   * @param version for example {@code TLSv1.3}
   * @param alpn the protocol that ALPN chose; empty when none
   * @param peerCertificatePem the server's own certificate
   */
  public record TlsSession(String version, String alpn, String peerCertificatePem) {}

  /** All values of a field joined with commas, as RFC 9110 section 5.3 lets a recipient do. */
  public Optional<String> header(String name) {
    List<Header> lines = headers.stream().filter(line -> line.isNamed(name)).toList();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(lines.stream().map(Header::value).collect(Collectors.joining(",")));
  }
}
