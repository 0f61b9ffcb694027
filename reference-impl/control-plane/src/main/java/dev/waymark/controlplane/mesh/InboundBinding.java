package dev.waymark.controlplane.mesh;

import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.model.workload.ApplicationTunnel;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code ambient.istio.io/waypoint-inbound-binding}: {@code NONE} or {@code PROXY}, {@code /PORT}.
 */
final class InboundBinding {
  private InboundBinding() {}

  /** What a Gateway says, or else its class. */
  static Optional<ApplicationTunnel> of(Gateway gateway, ClusterView view) {
    String own = Ambient.annotation(gateway, Ambient.INBOUND_BINDING);
    return own == null
        ? parse(
            Ambient.annotation(
                view.classes().get(gateway.getSpec().getGatewayClassName()),
                Ambient.INBOUND_BINDING))
        : parse(own);
  }

  /**
   * An unknown protocol is as if nothing were said, a port that can't be read as if it were not.
   */
  static Optional<ApplicationTunnel> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    int slash = text.indexOf('/');
    int port = slash < 0 ? 0 : port(text.substring(slash + 1));
    return switch (slash < 0 ? text : text.substring(0, slash)) {
      case "PROXY" -> Optional.of(new ApplicationTunnel(ApplicationTunnel.Protocol.PROXY, port));
      case "NONE" -> Optional.of(new ApplicationTunnel(ApplicationTunnel.Protocol.NONE, port));
      default -> Optional.empty();
    };
  }

  private static int port(String digits) {
    try {
      int port = Integer.parseInt(digits);
      return port >= 0 && port <= 65535 ? port : 0;
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
