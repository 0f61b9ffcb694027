package dev.waymark.mesh.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What a proxy is told by its environment, under the names and with the defaults that ztunnel has
 * for them, so that what starts the one starts the other.
 *
 * @param variables by name
 * @param files where the program finds a file that it is told of
 */
public record ProxyEnvironment(Map<String, String> variables, UnaryOperator<Path> files) {
  private static final String DISCOVERY =
      "https://" + DiscoveryServer.HOST_NAME + ":" + DiscoveryServer.PORT;
  private static final String ROOTS = "./var/run/secrets/istio/root-cert.pem";
  private static final Path TOKEN = Path.of("./var/run/secrets/tokens/istio-token");

  public ProxyEnvironment {
    variables = Map.copyOf(variables);
  }

  /** This one, with some variables set anew. */
  public ProxyEnvironment with(Map<String, String> more) {
    var merged = new HashMap<>(variables);
    merged.putAll(more);
    return new ProxyEnvironment(merged, files);
  }

  /**
   * The node on which the proxy serves.
   *
   * @throws IllegalArgumentException if that is not said
   */
  public String nodeName() {
    String name = or("NODE_NAME", "");
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "NODE_NAME: not set (expected: the name of the Node whose Pods are served)");
    }
    return name;
  }

  /** How the proxy calls itself: {@code ztunnel~IP~POD.NAMESPACE~NAMESPACE.svc.cluster.local}. */
  String nodeId() {
    String namespace = or("POD_NAMESPACE", "");
    return "ztunnel~%s~%s.%s~%s.svc.cluster.local"
        .formatted(or("INSTANCE_IP", "1.1.1.1"), or("POD_NAME", ""), namespace, namespace);
  }

  /** Where the workload API is. */
  ServerAddress workloadApi() {
    return ServerAddress.parse(
        "XDS_ADDRESS", or("XDS_ADDRESS", DISCOVERY), or("ALT_XDS_HOSTNAME", ""));
  }

  /** Where the certificate authority is. */
  ServerAddress authority() {
    return ServerAddress.parse(
        "CA_ADDRESS", or("CA_ADDRESS", DISCOVERY), or("ALT_CA_HOSTNAME", ""));
  }

  String workloadApiRoots() {
    return or("XDS_ROOT_CA", ROOTS);
  }

  String authorityRoots() {
    return or("CA_ROOT_CA", ROOTS);
  }

  /**
   * The proxy's token, read whenever it is needed, as a file is replaced before the old one ends.
   */
  Supplier<String> token() {
    String setting = or("AUTH_TOKEN", "");
    Path file = files.apply(setting.isEmpty() ? TOKEN : Path.of(setting));
    if (!setting.isEmpty() && !Files.exists(file)) {
      return () -> setting; // the token itself
    }
    return () -> {
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new UncheckedIOException("AUTH_TOKEN: " + file + " can't be read", e);
      }
    };
  }

  private String or(String name, String byDefault) {
    String value = variables.getOrDefault(name, "");
    return value.isEmpty() ? byDefault : value;
  }
}
