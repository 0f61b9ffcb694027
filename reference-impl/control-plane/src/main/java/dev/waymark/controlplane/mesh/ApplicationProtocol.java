package dev.waymark.controlplane.mesh;

import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a Service's port says that it speaks: by {@code appProtocol}, else by its name. */
enum ApplicationProtocol {
  HTTP,
  TCP,
  /** It says nothing. */
  UNKNOWN;

  private static final Set<String> HTTP_NAMES =
      Set.of("http", "http2", "grpc", "grpc-web", "kubernetes.io/h2c", "kubernetes.io/ws");
  private static final Set<String> TCP_NAMES =
      Set.of("tcp", "tls", "https", "mongo", "mysql", "redis", "kubernetes.io/wss");

  static ApplicationProtocol of(ServicePort port) {
    if (port.getAppProtocol() != null) {
      return named(port.getAppProtocol().toLowerCase(Locale.ROOT));
    }
    return named(prefix(port.getName()));
  }

  private static String prefix(@Nullable String name) {
    if (name == null) {
      return "";
    }
    if (name.startsWith("grpc-web")) {
      return "grpc-web";
    }
    int dash = name.indexOf('-');
    return dash < 0 ? name : name.substring(0, dash);
  }

  private static ApplicationProtocol named(String name) {
    return HTTP_NAMES.contains(name) ? HTTP : TCP_NAMES.contains(name) ? TCP : UNKNOWN;
  }
}
