package dev.waymark.kit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as a client sends it.
 *
 * <p>Suites write requests in stable names ({@code /one}, {@code foo.example.com}); {@link
 * Names#seeded} turns them into what goes over the wire.
 *
 * @param method the method, for example {@code GET}
 * @param path request target with query, beginning with a slash
 * @param host the Host field or {@code :authority}; null leaves it to the address that is dialled
 * @param headers further fields in the order in which they are sent
 * @param body the content as text (sent in UTF-8); null for none
 * @param protocol what to speak
 * @param tls how to speak TLS; null for clear text
 */
public record Request(
    String method,
    String path,
    @Nullable String host,
    List<Header> headers,
    @Nullable String body,
    Protocol protocol,
    @Nullable Tls tls) {
  public Request {
    headers = List.copyOf(headers);
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path: " + path + " (expected: begins with a slash)");
    }
    if (protocol == Protocol.H2 && tls == null) {
      throw new IllegalArgumentException("protocol: H2 (expected: a request with tls)");
    }
  }

  /** A GET over HTTP/1.1 in clear. */
  public static Request get(String path) {
    return of("GET", path);
  }

  /** A request without content over HTTP/1.1 in clear. */
  public static Request of(String method, String path) {
    return new Request(method, path, null, List.of(), null, Protocol.HTTP_1_1, null);
  }

  /** The same to another host; may carry a port, which is then sent too. */
  public Request host(@Nullable String name) {
    return new Request(method, path, name, headers, body, protocol, tls);
  }

  /** The same with one more field line. */
  public Request header(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Request(method, path, host, more, body, protocol, tls);
  }

  /** The same with this content. */
  public Request body(String content) {
    return new Request(method, path, host, headers, content, protocol, tls);
  }

  /** The same in HTTP/2 without TLS, with prior knowledge. */
  public Request overH2c() {
    return new Request(method, path, host, headers, body, Protocol.H2C, null);
  }

  /** The same in HTTP/1.1 inside TLS. */
  public Request over(Tls with) {
    return new Request(method, path, host, headers, body, Protocol.HTTP_1_1, with);
  }

  /** The same in HTTP/2 inside TLS. */
  public Request overH2(Tls with) {
    return new Request(method, path, host, headers, body, Protocol.H2, with);
  }

  /** The scheme that a URL of this request has. */
  public String scheme() {
    return tls == null ? "http" : "https";
  }
}
