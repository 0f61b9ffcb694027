package dev.waymark.kit;

/** What a request is spoken in. TLS is apart from it: see {@link Request#tls}. */
public enum Protocol {
  /** HTTP/1.1, in clear or, with {@link Request#tls}, inside TLS with ALPN {@code http/1.1}. */
  HTTP_1_1,
  /** HTTP/2 in clear with prior knowledge (RFC 9113 section 3.3). */
  H2C,
  /** HTTP/2 inside TLS with ALPN {@code h2}. Needs {@link Request#tls}. */
  H2
}
