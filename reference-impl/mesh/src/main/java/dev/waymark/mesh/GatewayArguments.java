package dev.waymark.mesh;

import dev.waymark.model.GatewayKey;
import java.util.List;

/** The arguments of the gateway program, as the control plane writes them into its Deployment. */
final class GatewayArguments {
  private static final String GATEWAY = "--gateway=";

  private GatewayArguments() {}

  /**
   * Reads which Gateway to serve.
   *
   * @throws IllegalArgumentException if that is not said
   */
  static GatewayKey gateway(List<String> arguments) {
    String value =
        arguments.stream()
            .filter(argument -> argument.startsWith(GATEWAY))
            .map(argument -> argument.substring(GATEWAY.length()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "which Gateway? Say " + GATEWAY + "NAMESPACE/NAME"));
    int slash = value.indexOf('/');
    if (slash < 1 || slash == value.length() - 1) {
      throw new IllegalArgumentException(GATEWAY + value + ": expected NAMESPACE/NAME");
    }
    return new GatewayKey(value.substring(0, slash), value.substring(slash + 1));
  }
}
