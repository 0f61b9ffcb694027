package dev.waymark.dataplane.ztunnel;

import dev.waymark.model.authorization.Authorization;
import dev.waymark.model.authorization.Authorization.Action;
import dev.waymark.model.authorization.Authorization.Scope;
import dev.waymark.model.authorization.ConnectionMatch;
import dev.waymark.model.authorization.ConnectionMatch.ServiceAccount;
import dev.waymark.model.authorization.IpBlock;
import dev.waymark.model.authorization.StringMatch;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.Workload;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a workload admits a connection. Pure functions, with the semantics of ztunnel: whatever
 * denies wins; where a policy allows something, only what is allowed is; without one, all is.
 */
public final class AuthorizationEngine {
  private AuthorizationEngine() {}

  /**
   * A connection that wants to be admitted.
   *
   * @param source its address, as the network proves it
   * @param identity proved by certificate; null without one
   * @param destination the workload's own address and port
   */
  public record Connection(
      InetAddress source, @Nullable SpiffeId identity, InetSocketAddress destination) {}

  /**
   * Why a connection is not admitted; empty if it is.
   *
   * @param workload that it is made to
   */
  public static Optional<String> objection(
      Connection connection, Workload workload, MeshView mesh) {
    List<Authorization> policies =
        applicable(workload, mesh).filter(policy -> !policy.dryRun()).toList();
    for (Authorization policy : policies) {
      if (policy.action() == Action.DENY && matches(policy, connection)) {
        return Optional.of("explicitly denied by: " + policy.key());
      }
    }
    List<Authorization> allowing =
        policies.stream().filter(policy -> policy.action() == Action.ALLOW).toList();
    return allowing.isEmpty() || allowing.stream().anyMatch(policy -> matches(policy, connection))
        ? Optional.empty()
        : Optional.of("allow policies exist, but none allowed");
  }

  /** What dry-run policies would have denied, for the log; empty if nothing. */
  public static List<String> dryRunObjections(
      Connection connection, Workload workload, MeshView mesh) {
    return applicable(workload, mesh)
        .filter(Authorization::dryRun)
        .filter(policy -> (policy.action() == Action.DENY) == matches(policy, connection))
        .map(Authorization::key)
        .toList();
  }

  /** Policies that a workload names and nobody knows are passed over. */
  private static Stream<Authorization> applicable(Workload workload, MeshView mesh) {
    return Stream.concat(
        mesh.policies().stream()
            .filter(
                policy ->
                    policy.scope() == Scope.GLOBAL
                        || policy.scope() == Scope.NAMESPACE
                            && policy.namespace().equals(workload.namespace())),
        workload.policies().stream()
            .flatMap(key -> mesh.policy(key).stream())
            .filter(policy -> policy.scope() == Scope.WORKLOAD_SELECTOR));
  }

  static boolean matches(Authorization policy, Connection connection) {
    return policy.rules().stream()
        .anyMatch(
            clauses -> clauses.stream().allMatch(matches -> clauseHolds(matches, connection)));
  }

  /**
   * A clause without matches holds, but a match that says nothing is no alternative to others, not
   * even where it is the only one: ztunnel's rule, by which a policy that a newer control plane
   * wrote never applies to more than it says.
   */
  private static boolean clauseHolds(List<ConnectionMatch> matches, Connection connection) {
    return matches.isEmpty()
        || matches.stream()
            .anyMatch(match -> !match.equals(ConnectionMatch.ANY) && holds(match, connection));
  }

  private static boolean holds(ConnectionMatch match, Connection connection) {
    SpiffeId identity = connection.identity();
    String namespace = identity == null ? null : identity.namespace();
    String principal = identity == null ? null : identity.principal();
    InetAddress destination = connection.destination().getAddress();
    int port = connection.destination().getPort();
    return any(match.namespaces(), namespace)
        && none(match.notNamespaces(), namespace)
        && any(match.principals(), principal)
        && none(match.notPrincipals(), principal)
        && (match.serviceAccounts().isEmpty() || contains(match.serviceAccounts(), identity))
        && !contains(match.notServiceAccounts(), identity)
        && (match.sourceIps().isEmpty() || contains(match.sourceIps(), connection.source()))
        && !contains(match.notSourceIps(), connection.source())
        && (match.destinationIps().isEmpty() || contains(match.destinationIps(), destination))
        && !contains(match.notDestinationIps(), destination)
        && (match.destinationPorts().isEmpty() || match.destinationPorts().contains(port))
        && !match.notDestinationPorts().contains(port);
  }

  private static boolean any(List<StringMatch> matches, @Nullable String text) {
    return matches.isEmpty()
        || text != null && matches.stream().anyMatch(match -> match.matches(text));
  }

  private static boolean none(List<StringMatch> matches, @Nullable String text) {
    return text == null || matches.stream().noneMatch(match -> match.matches(text));
  }

  private static boolean contains(List<ServiceAccount> accounts, @Nullable SpiffeId identity) {
    return identity != null
        && accounts.contains(new ServiceAccount(identity.namespace(), identity.serviceAccount()));
  }

  private static boolean contains(List<IpBlock> blocks, InetAddress address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }
}
