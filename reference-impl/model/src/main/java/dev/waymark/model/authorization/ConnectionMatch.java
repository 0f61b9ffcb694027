package dev.waymark.model.authorization;

import java.util.List;

/**
 * A test of one connection: each field that is not empty must hold, by any of its values; those
 * that begin with {@code not} by none of theirs.
 *
 * <p>A connection without an identity has no principal, no namespace and no service account, so
 * tests for one fail and tests against one hold.
 */
public record ConnectionMatch(
    List<StringMatch> namespaces,
    List<StringMatch> notNamespaces,
    List<StringMatch> principals,
    List<StringMatch> notPrincipals,
    List<ServiceAccount> serviceAccounts,
    List<ServiceAccount> notServiceAccounts,
    List<IpBlock> sourceIps,
    List<IpBlock> notSourceIps,
    List<IpBlock> destinationIps,
    List<IpBlock> notDestinationIps,
    List<Integer> destinationPorts,
    List<Integer> notDestinationPorts) {

  /** Says nothing. */
  public static final ConnectionMatch ANY =
      new ConnectionMatch(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
          List.of(), List.of(), List.of(), List.of());

  public ConnectionMatch {
    namespaces = List.copyOf(namespaces);
    notNamespaces = List.copyOf(notNamespaces);
    principals = List.copyOf(principals);
    notPrincipals = List.copyOf(notPrincipals);
    serviceAccounts = List.copyOf(serviceAccounts);
    notServiceAccounts = List.copyOf(notServiceAccounts);
    sourceIps = List.copyOf(sourceIps);
    notSourceIps = List.copyOf(notSourceIps);
    destinationIps = List.copyOf(destinationIps);
    notDestinationIps = List.copyOf(notDestinationIps);
    destinationPorts = List.copyOf(destinationPorts);
    notDestinationPorts = List.copyOf(notDestinationPorts);
  }

  /** This test with other namespaces. */
  public ConnectionMatch withNamespaces(List<StringMatch> values, List<StringMatch> notValues) {
    return new ConnectionMatch(
        values,
        notValues,
        principals,
        notPrincipals,
        serviceAccounts,
        notServiceAccounts,
        sourceIps,
        notSourceIps,
        destinationIps,
        notDestinationIps,
        destinationPorts,
        notDestinationPorts);
  }

  /** This test with other principals. */
  public ConnectionMatch withPrincipals(List<StringMatch> values, List<StringMatch> notValues) {
    return new ConnectionMatch(
        namespaces,
        notNamespaces,
        values,
        notValues,
        serviceAccounts,
        notServiceAccounts,
        sourceIps,
        notSourceIps,
        destinationIps,
        notDestinationIps,
        destinationPorts,
        notDestinationPorts);
  }

  /** This test with other service accounts. */
  public ConnectionMatch withServiceAccounts(
      List<ServiceAccount> values, List<ServiceAccount> notValues) {
    return new ConnectionMatch(
        namespaces,
        notNamespaces,
        principals,
        notPrincipals,
        values,
        notValues,
        sourceIps,
        notSourceIps,
        destinationIps,
        notDestinationIps,
        destinationPorts,
        notDestinationPorts);
  }

  /** This test with other sources. */
  public ConnectionMatch withSourceIps(List<IpBlock> values, List<IpBlock> notValues) {
    return new ConnectionMatch(
        namespaces,
        notNamespaces,
        principals,
        notPrincipals,
        serviceAccounts,
        notServiceAccounts,
        values,
        notValues,
        destinationIps,
        notDestinationIps,
        destinationPorts,
        notDestinationPorts);
  }

  /** This test with other destinations. */
  public ConnectionMatch withDestinationIps(List<IpBlock> values, List<IpBlock> notValues) {
    return new ConnectionMatch(
        namespaces,
        notNamespaces,
        principals,
        notPrincipals,
        serviceAccounts,
        notServiceAccounts,
        sourceIps,
        notSourceIps,
        values,
        notValues,
        destinationPorts,
        notDestinationPorts);
  }

  /** This test with other ports. */
  public ConnectionMatch withDestinationPorts(List<Integer> values, List<Integer> notValues) {
    return new ConnectionMatch(
        namespaces,
        notNamespaces,
        principals,
        notPrincipals,
        serviceAccounts,
        notServiceAccounts,
        sourceIps,
        notSourceIps,
        destinationIps,
        notDestinationIps,
        values,
        notValues);
  }

  /** A service account, by name. */
  public record ServiceAccount(String namespace, String name) {}
}
