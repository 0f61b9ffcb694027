package dev.waymark.kit.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waymark.kit.Header;
import dev.waymark.kit.Request;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request as HTTP/1.1 bytes (RFC 9112 §2-3): the request line, {@code Host}, the fields as they
 * stand, and the content with its length unless the fields say how it is framed. Nothing else is
 * added.
 */
final class Http1Writer {

  private Http1Writer() {}

  static byte[] write(Request request, InetSocketAddress to) {
    var head = new StringBuilder();
    head.append(request.method()).append(' ').append(request.path()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(authority(request, to)).append("\r\n");
    for (Header header : request.headers()) {
      head.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    byte[] body = content(request.body());
    if (request.body() != null && !isFramed(request)) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  static byte[] content(@Nullable String body) {
    return body == null ? new byte[0] : body.getBytes(UTF_8);
  }

  /** The host to ask for; by default the address, and its port where it isn't the scheme's own. */
  static String authority(Request request, InetSocketAddress to) {
    String host = request.host();
    if (host != null) {
      return host;
    }
    String address =
        to.getHostString().contains(":") ? "[" + to.getHostString() + "]" : to.getHostString();
    int usual = request.tls() == null ? 80 : 443;
    return to.getPort() == usual ? address : address + ":" + to.getPort();
  }

  private static boolean isFramed(Request request) {
    return request.headers().stream()
        .anyMatch(
            header -> header.isNamed("Content-Length") || header.isNamed("Transfer-Encoding"));
  }
}
