package dev.waymark.controlplane.translate;

import dev.waymark.model.UpstreamProtocol;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Locale;
import java.util.Set;

/**
 * What a Service's port says that it speaks: by {@code appProtocol} (Kubernetes' own words and
 * Istio's), else by its name, as Istio reads it: up to the first dash.
 */
public enum ApplicationProtocol {
  HTTP,
  /** HTTP/2 in clear by prior knowledge; gRPC is that. */
  HTTP2,
  /** Bytes to whoever stands on the way: TLS too, which only the two ends can read. */
  TCP,
  /** It says nothing, or a word that is not known. */
  UNKNOWN;

  // WebSocket begins as HTTP/1.1 (RFC 6455 §1.3).
  private static final Set<String> HTTP_NAMES = Set.of("http", "kubernetes.io/ws");
  private static final Set<String> HTTP2_NAMES =
      Set.of("http2", "grpc", "grpc-web", "kubernetes.io/h2c");
  private static final Set<String> TCP_NAMES =
      Set.of("tcp", "tls", "https", "mongo", "mysql", "redis", "kubernetes.io/wss");

  /** What the port says. */
  public static ApplicationProtocol of(ServicePort port) {
    String word = Text.orEmpty(port.getAppProtocol());
    return named(word.isEmpty() ? prefix(Text.orEmpty(port.getName())) : word);
  }

  /** Whether it is HTTP of any version. */
  public boolean isHttp() {
    return this == HTTP || this == HTTP2;
  }

  /** What requests to the port's endpoints are spoken in. */
  public UpstreamProtocol upstream() {
    return this == HTTP2 ? UpstreamProtocol.H2C : UpstreamProtocol.HTTP_1_1;
  }

  private static String prefix(String name) {
    if (name.startsWith("grpc-web")) {
      return "grpc-web";
    }
    int dash = name.indexOf('-');
    return dash < 0 ? name : name.substring(0, dash);
  }

  private static ApplicationProtocol named(String word) {
    String name = word.toLowerCase(Locale.ROOT);
    return HTTP_NAMES.contains(name)
        ? HTTP
        : HTTP2_NAMES.contains(name) ? HTTP2 : TCP_NAMES.contains(name) ? TCP : UNKNOWN;
  }
}
