package dev.waymark.dataplane.routing;

import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.model.PathRewrite;
import dev.waymark.model.RuleAction;
import dev.waymark.model.Scheme;
import java.util.Optional;

/**
 * Where a redirect leads. The port of a location is never spelt out where its scheme implies it.
 *
 * @param scheme the request's where absent
 * @param hostname the request's where absent
 * @param port where absent: the well-known one if the redirect names a scheme, else the listener's
 */
public record Location(
    Optional<Scheme> scheme, Optional<String> hostname, Optional<Integer> port, PathRewrite path) {
  static Location of(RuleAction.Redirect redirect) {
    return new Location(redirect.scheme(), redirect.hostname(), redirect.port(), redirect.path());
  }

  /** The {@code Location} of a request that came in that scheme and on that port. */
  public String of(RequestHead request, Scheme requestScheme, int listenerPort) {
    Scheme target = scheme.orElse(requestScheme);
    int targetPort = port.orElseGet(() -> scheme.map(Scheme::wellKnownPort).orElse(listenerPort));
    String host = hostname.orElseGet(request::host);
    String resource = TargetRewrite.apply(path, request.path()) + request.query();
    if (host.isEmpty()) {
      return resource; // an HTTP/1.0 client that named no host knows where it is
    }
    String authority = targetPort == target.wellKnownPort() ? host : host + ":" + targetPort;
    return target.text() + "://" + authority + resource;
  }
}
