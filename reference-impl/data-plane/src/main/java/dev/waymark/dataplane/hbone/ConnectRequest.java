package dev.waymark.dataplane.hbone;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The head of a CONNECT.
 *
 * @param traceparent as it came (W3C Trace Context)
 * @param source {@code x-istio-source}: {@code waypoint}, {@code gateway} or {@code sidecar}, from
 *     proxies that are one
 * @param originNetwork {@code x-forwarded-network}: where the client is, if elsewhere
 */
public record ConnectRequest(
    Authority authority,
    Baggage baggage,
    @Nullable Forwarded forwarded,
    @Nullable String traceparent,
    @Nullable String source,
    @Nullable String originNetwork) {

  static final AsciiString CONNECT = AsciiString.cached("CONNECT");
  static final AsciiString BAGGAGE = AsciiString.cached("baggage");
  private static final AsciiString FORWARDED = AsciiString.cached("forwarded");
  private static final AsciiString TRACEPARENT = AsciiString.cached("traceparent");
  private static final AsciiString SOURCE = AsciiString.cached("x-istio-source");
  private static final AsciiString ORIGIN_NETWORK = AsciiString.cached("x-forwarded-network");

  /** Asks for a tunnel and says nothing more. */
  public static ConnectRequest to(Authority authority) {
    return new ConnectRequest(authority, Baggage.NONE, null, null, null, null);
  }

  /** This request, with another word on whose behalf it is. */
  public ConnectRequest with(Baggage other, Forwarded others) {
    return new ConnectRequest(authority, other, others, traceparent, source, originNetwork);
  }

  /**
   * Reads a request; empty if it is no CONNECT, or one of RFC 8441 with a protocol, or without a
   * usable authority. Its optional fields are passed over when malformed.
   */
  static Optional<ConnectRequest> parse(Http2Headers headers) {
    CharSequence authority = headers.authority();
    if (!CONNECT.contentEquals(text(headers.method()))
        || headers.scheme() != null
        || headers.path() != null
        || headers.contains(Http2Headers.PseudoHeaderName.PROTOCOL.value())
        || authority == null) {
      return Optional.empty();
    }
    return Authority.parse(authority.toString()).map(to -> parse(to, headers));
  }

  private static ConnectRequest parse(Authority authority, Http2Headers headers) {
    CharSequence forwarded = headers.get(FORWARDED);
    return new ConnectRequest(
        authority,
        Baggage.parse(headers.getAll(BAGGAGE)),
        forwarded == null ? null : Forwarded.parse(forwarded.toString()).orElse(null),
        string(headers.get(TRACEPARENT)),
        string(headers.get(SOURCE)),
        string(headers.get(ORIGIN_NETWORK)));
  }

  private static CharSequence text(@Nullable CharSequence value) {
    return value == null ? "" : value;
  }

  private static @Nullable String string(@Nullable CharSequence value) {
    return value == null ? null : value.toString();
  }

  Http2Headers toHeaders() {
    Http2Headers headers = new DefaultHttp2Headers(false, 8);
    headers.method(CONNECT).authority(authority.toString());
    add(headers, BAGGAGE, baggage.format());
    add(headers, FORWARDED, forwarded == null ? null : forwarded.format());
    add(headers, TRACEPARENT, traceparent);
    add(headers, SOURCE, source);
    add(headers, ORIGIN_NETWORK, originNetwork);
    return headers;
  }

  private static void add(Http2Headers headers, AsciiString name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      headers.add(name, value);
    }
  }
}
