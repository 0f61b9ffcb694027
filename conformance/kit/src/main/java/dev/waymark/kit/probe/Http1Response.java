package dev.waymark.kit.probe;

import dev.waymark.kit.Header;
import java.util.List;

/**
 * A response in HTTP/1.x.
 *
 * @param version {@code HTTP/1.0} or {@code HTTP/1.1}
 * @param headers in order of arrival, names as sent
 * @param content the body without its framing
 * @param trailers fields after a chunked body
 * @param keepsConnection whether another request may follow on the connection (RFC 9112 §9.3)
 */
record Http1Response(
    String version,
    int status,
    List<Header> headers,
    byte[] content,
    List<Header> trailers,
    boolean keepsConnection) {}
