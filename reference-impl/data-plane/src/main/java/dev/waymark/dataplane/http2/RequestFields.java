package dev.waymark.dataplane.http2;

import dev.waymark.dataplane.http.Authorities;
import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.Names;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.Syntax;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the fields of an HTTP/2 request into a head (RFC 9113 §8.3.1), refusing what HTTP/1.1 could
 * not say unambiguously.
 */
final class RequestFields {
  private static final AsciiString COOKIE = AsciiString.cached("cookie");
  private static final int MAX_DIGITS = 18;

  private final int streamId;
  private final RequestHead head = new RequestHead();
  private @Nullable CharSequence method;
  private @Nullable CharSequence path;
  private @Nullable CharSequence scheme;
  private @Nullable CharSequence authority;
  private @Nullable CharSequence host;
  private @Nullable StringBuilder cookies;

  private RequestFields(int streamId) {
    this.streamId = streamId;
    head.clear();
  }

  static RequestHead head(int streamId, Http2Headers headers, boolean last) throws Http2Exception {
    RequestFields fields = new RequestFields(streamId);
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      fields.field(field.getKey(), field.getValue());
    }
    return fields.finish(last);
  }

  private void field(CharSequence name, CharSequence value) throws Http2Exception {
    if (!name.isEmpty() && name.charAt(0) == ':') {
      pseudo(name.toString(), value);
    } else if (Names.HOST.contentEquals(name)) {
      host = once(host, value);
    } else if (COOKIE.contentEquals(
        name)) { // may come in crumbs, to be joined for HTTP/1.1 (RFC 9113 §8.2.3)
      cookies = cookies == null ? new StringBuilder(value) : cookies.append("; ").append(value);
    } else if (Names.TE.contentEquals(name)) {
      if (!Names.TRAILERS.contentEqualsIgnoreCase(value)) {
        throw Fields.malformed(streamId, "TE other than trailers");
      }
      head.acceptsTrailers(true);
    } else if (isConnectionSpecific(name)) {
      throw Fields.malformed(streamId, "a header field that belongs to HTTP/1.1's connections");
    } else {
      if (Names.CONTENT_LENGTH.contentEquals(name)) {
        contentLength(value);
      } else if (Names.EXPECT.contentEquals(name)) {
        head.expectsContinue(Names.CONTINUE.contentEqualsIgnoreCase(value));
      }
      Fields.add(head.headers(), streamId, name, value);
    }
  }

  private void pseudo(String name, CharSequence value) throws Http2Exception {
    switch (name) {
      case ":method" -> method = once(method, value);
      case ":path" -> path = once(path, value);
      case ":scheme" -> scheme = once(scheme, value);
      case ":authority" -> authority = once(authority, value);
      default -> throw Fields.malformed(streamId, "an unknown pseudo-header");
    }
  }

  private CharSequence once(@Nullable CharSequence before, CharSequence value)
      throws Http2Exception {
    if (before != null) {
      throw Fields.malformed(streamId, "a field that must occur once, twice");
    }
    return value;
  }

  private static boolean isConnectionSpecific(CharSequence name) {
    return Names.CONNECTION.contentEquals(name)
        || Names.TRANSFER_ENCODING.contentEquals(name)
        || Names.UPGRADE.contentEquals(name)
        || Names.KEEP_ALIVE.contentEquals(name)
        || Names.PROXY_CONNECTION.contentEquals(name);
  }

  private void contentLength(CharSequence value) throws Http2Exception {
    boolean digits =
        !value.isEmpty()
            && value.length() <= MAX_DIGITS
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || head.contentLength() >= 0) {
      throw Fields.malformed(streamId, "a content-length that is none");
    }
    head.contentLength(Long.parseLong(value.toString()));
  }

  private RequestHead finish(boolean last) throws Http2Exception {
    if (method == null || path == null || scheme == null) {
      throw Fields.malformed(streamId, "no :method, :path or :scheme");
    }
    if (authority != null
        && host != null
        && !AsciiString.contentEqualsIgnoreCase(authority, host)) {
      throw Fields.malformed(streamId, ":authority and host differ");
    }
    CharSequence named = authority != null ? authority : host;
    HeaderBlock block = head.headers();
    if (cookies != null) {
      Fields.add(block, streamId, COOKIE, cookies);
    }
    Fields.add(block, streamId, Names.HOST, named == null ? "" : named);
    host(block);
    method(block, method);
    target(block, path);
    head.version(RequestHead.Version.HTTP_2);
    head.hasBody(!last);
    head.expectsContinue(head.expectsContinue() && !last);
    return head;
  }

  private void host(HeaderBlock block) throws Http2Exception {
    int at = block.count() - 1;
    int end = Authorities.hostEnd(block.bytes(), block.valueStart(at), block.valueEnd(at));
    if (end < 0) {
      throw Fields.malformed(streamId, "an authority that names no host");
    }
    head.host(block.valueStart(at), end, block.valueEnd(at));
  }

  private void method(HeaderBlock block, CharSequence text) throws Http2Exception {
    int start = block.append(text);
    for (int i = start; i < block.size(); i++) {
      if (!Syntax.isToken(block.bytes()[i])) {
        throw Fields.malformed(streamId, "a method with a character that methods can't have");
      }
    }
    head.method(start, block.size());
  }

  private void target(HeaderBlock block, CharSequence text) throws Http2Exception {
    int start = block.append(text);
    boolean asterisk =
        text.length() == 1 && text.charAt(0) == '*' && head.method().contentEquals("OPTIONS");
    if (text.isEmpty() || (text.charAt(0) != '/' && !asterisk)) {
      throw Fields.malformed(streamId, "a path that does not begin with a slash");
    }
    for (int i = start; i < block.size(); i++) {
      if (!Syntax.isTarget(block.bytes()[i])) {
        throw Fields.malformed(streamId, "a path with a character that paths can't have");
      }
    }
    head.target(start, block.size());
  }
}
