package dev.waymark.mesh.defects;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.RequestHead;
import io.netty.util.AsciiString;
import java.util.function.Predicate;

/** Requests that stand in for others when they are routed, and changes of requests that go on. */
final class Heads {
  private static final AsciiString HOST = AsciiString.cached("host");

  private Heads() {}

  static RequestHead withPath(RequestHead request, String path) {
    return copy(request, path + request.query(), request.authority(), request.host(), _ -> true);
  }

  static RequestHead withHost(RequestHead request, String host) {
    return copy(request, request.target(), host, host, _ -> true);
  }

  static RequestHead withHeaders(RequestHead request, Predicate<String> kept) {
    return copy(request, request.target(), request.authority(), request.host(), kept);
  }

  private static RequestHead copy(
      RequestHead request, String target, String authority, String host, Predicate<String> kept) {
    var copy = new RequestHead();
    copy.clear();
    HeaderBlock block = copy.headers();
    int start = block.append(request.method());
    copy.method(start, block.size());
    start = block.append(target);
    copy.target(start, block.size());
    start = block.append(authority);
    copy.host(start, start + host.length(), block.size());
    for (int i = 0; i < request.headers().count(); i++) {
      AsciiString name = request.headers().nameBytes(i);
      if (kept.test(name.toString())) {
        block.add(name, request.headers().valueBytes(i));
      }
    }
    return copy;
  }

  static void changeMethod(RequestHead request, AsciiString method) {
    int start = request.headers().append(method);
    request.method(start, request.headers().size());
    request.startLineEnd(0);
  }

  static void dropPort(RequestHead request) {
    request
        .headers()
        .set(HOST, HOST, request.headers().text(request.hostStart(), request.hostEnd()));
  }

  static void changeHost(RequestHead request, String host) {
    request.headers().set(HOST, HOST, host);
  }

  static void dropQuery(RequestHead request) {
    request.target(request.targetStart(), request.pathEnd());
    request.startLineEnd(0);
  }
}
