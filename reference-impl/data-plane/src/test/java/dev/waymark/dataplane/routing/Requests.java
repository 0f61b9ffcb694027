package dev.waymark.dataplane.routing;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.RequestHead;
import java.util.Map;

/** Heads of requests without a connection that they came on. */
public final class Requests {
  private Requests() {}

  public static RequestHead of(
      String method, String host, String target, Map<String, String> headers) {
    RequestHead head = new RequestHead();
    head.clear();
    HeaderBlock block = head.headers();
    int methodStart = block.append(method);
    head.method(methodStart, block.size());
    int targetStart = block.append(target);
    head.target(targetStart, block.size());
    block.add("Host", host);
    int colon = host.indexOf(':');
    int start = block.valueStart(0);
    head.host(start, colon < 0 ? block.valueEnd(0) : start + colon, block.valueEnd(0));
    headers.forEach(block::add);
    return head;
  }

  public static RequestHead get(String host, String target) {
    return of("GET", host, target, Map.of());
  }
}
