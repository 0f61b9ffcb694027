package dev.waymark.controlplane.status;

import java.util.List;

/**
 * What a GatewayClass's status should say.
 *
 * @param supportedFeatures names of the Gateway API's features, in alphabetical order
 */
public record ClassStatus(
    String name, List<StatusCondition> conditions, List<String> supportedFeatures)
    implements StatusWrite {
  public ClassStatus {
    conditions = List.copyOf(conditions);
    supportedFeatures = supportedFeatures.stream().sorted().toList();
  }
}
