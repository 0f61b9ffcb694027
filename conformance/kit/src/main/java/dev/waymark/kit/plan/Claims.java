package dev.waymark.kit.plan;

import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.catalog.Profile;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is said of the implementation before the run.
 *
 * @param implementation who it is
 * @param gatewayClass the name of its GatewayClass
 * @param controller its controller name, which statuses carry; empty while only the GatewayClass in
 *     the cluster knows it
 * @param features what it claims; the core features of a selected profile come on top
 * @param inferred true when the features were read from the GatewayClass's status
 * @param vocabulary words of its own by the standard's, such as labels of the mesh; empty for a
 *     plain gateway
 */
public record Claims(
    Implementation implementation,
    String gatewayClass,
    String controller,
    Set<String> features,
    boolean inferred,
    java.util.Map<String, String> vocabulary) {
  /**
   * Who made it, as a report for the Gateway API project wants to know.
   *
   * @param contact handles, addresses or URLs
   */
  public record Implementation(
      String organization, String project, String url, String version, List<String> contact) {
    public Implementation {
      contact = List.copyOf(contact);
    }
  }

  public Claims {
    features = Set.copyOf(features);
    vocabulary = java.util.Map.copyOf(vocabulary);
  }

  /** The same for this controller. */
  public Claims withController(String name) {
    return new Claims(implementation, gatewayClass, name, features, inferred, vocabulary);
  }

  /** The same with the core features of these profiles too. */
  public Claims with(Collection<Profile> profiles) {
    Set<String> all = new LinkedHashSet<>(features);
    profiles.forEach(profile -> all.addAll(profile.core()));
    return new Claims(implementation, gatewayClass, controller, all, inferred, vocabulary);
  }

  /**
   * The same with these features instead.
   *
   * @throws UsageException for a name that nobody knows
   */
  public Claims withFeatures(Collection<String> names) {
    names.forEach(
        name -> {
          if (Features.find(name).isEmpty()) {
            throw UsageException.unknown(
                "feature", name, Features.all().stream().map(each -> each.name()).toList());
          }
        });
    return new Claims(
        implementation, gatewayClass, controller, Set.copyOf(names), false, vocabulary);
  }

  /** The same with what a GatewayClass's status says; names that nobody here knows are left out. */
  public Claims inferredFrom(Collection<String> supportedFeatures) {
    List<String> known =
        supportedFeatures.stream().filter(name -> Features.find(name).isPresent()).toList();
    return new Claims(
        implementation, gatewayClass, controller, Set.copyOf(known), true, vocabulary);
  }
}
