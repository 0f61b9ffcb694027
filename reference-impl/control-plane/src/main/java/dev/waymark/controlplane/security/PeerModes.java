package dev.waymark.controlplane.security;

import dev.waymark.controlplane.security.PeerAuthentication.Mode;
import dev.waymark.model.authorization.Authorization;
import dev.waymark.model.authorization.Authorization.Action;
import dev.waymark.model.authorization.Authorization.Scope;
import dev.waymark.model.authorization.ConnectionMatch;
import dev.waymark.model.authorization.StringMatch;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What PeerAuthentications ask of clients, as policies that deny those without an identity: one for
 * all workloads where an identity is asked for at every port, and one for each PeerAuthentication
 * that makes exceptions of ports. The most specific one holds, and of several as specific the
 * oldest; one that leaves the mode unset takes the wider one's.
 *
 * @param all of the cluster
 * @param rootNamespace where one without a selector is for the whole mesh
 */
public record PeerModes(Collection<PeerAuthentication> all, String rootNamespace) {
  private static final String STRICT_EVERYWHERE = "istio_converted_static_strict";
  private static final String WITH_EXCEPTIONS = "converted_peer_authentication_";

  private static final ConnectionMatch NO_IDENTITY =
      ConnectionMatch.ANY.withPrincipals(List.of(), List.of(new StringMatch.Presence()));

  private static final Comparator<PeerAuthentication> OLDEST_FIRST =
      Comparator.comparing((PeerAuthentication each) -> each.getMetadata().getCreationTimestamp())
          .thenComparing(each -> each.getMetadata().getName());

  /** The policies that workloads may name. */
  public List<Authorization> policies() {
    if (all.isEmpty()) {
      return List.of();
    }
    return Stream.concat(
            Stream.of(
                denying(rootNamespace, STRICT_EVERYWHERE, List.of(List.of(List.of(NO_IDENTITY))))),
            all.stream()
                .filter(this::isForSome)
                .sorted(OLDEST_FIRST)
                .flatMap(each -> withExceptions(each).stream()))
        .toList();
  }

  /** The names, {@code NAMESPACE/NAME}, of the policies that a workload is under; one at most. */
  public Optional<String> of(String namespace, Map<String, String> labels) {
    Optional<PeerAuthentication> own =
        oldest(
            each ->
                isForSome(each)
                    && each.getMetadata().getNamespace().equals(namespace)
                    && selects(each.said().selector(), labels));
    Optional<Authorization> exceptions = own.flatMap(this::withExceptions);
    if (exceptions.isPresent()) {
      return exceptions.map(Authorization::key);
    }
    return isStrict(namespace, own)
        ? Optional.of(rootNamespace + "/" + STRICT_EVERYWHERE)
        : Optional.empty();
  }

  /** In the root namespace there is no selecting. */
  private boolean isForSome(PeerAuthentication each) {
    return !each.said().isForAll() && !each.getMetadata().getNamespace().equals(rootNamespace);
  }

  private static boolean selects(@Nullable PodSelector selector, Map<String, String> labels) {
    return selector == null || selector.selects(labels);
  }

  private Optional<PeerAuthentication> oldest(Predicate<PeerAuthentication> which) {
    return all.stream().filter(which).min(OLDEST_FIRST);
  }

  private Optional<PeerAuthentication> forAllOf(String namespace) {
    return oldest(
        each -> each.said().isForAll() && each.getMetadata().getNamespace().equals(namespace));
  }

  /** Whether an identity is asked for at the ports of which nothing is said. */
  private boolean isStrict(String namespace, Optional<PeerAuthentication> own) {
    return Stream.of(own, forAllOf(namespace), forAllOf(rootNamespace))
        .flatMap(Optional::stream)
        .map(each -> each.said().mode())
        .filter(mode -> mode != Mode.UNSET)
        .findFirst()
        .equals(Optional.of(Mode.STRICT));
  }

  /** The policy of one whose ports differ from what holds otherwise; empty if none does. */
  private Optional<Authorization> withExceptions(PeerAuthentication each) {
    String namespace = each.getMetadata().getNamespace();
    boolean strict = isStrict(namespace, Optional.of(each));
    var exceptions = new TreeSet<Integer>();
    each.said()
        .portLevelMtls()
        .forEach(
            (port, mtls) -> {
              Mode mode = mtls.modeOrUnset();
              if (mode != Mode.UNSET && (mode == Mode.STRICT) != strict) {
                exceptions.add(port);
              }
            });
    if (exceptions.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> ports = List.copyOf(exceptions);
    ConnectionMatch denied =
        strict
            ? NO_IDENTITY.withDestinationPorts(List.of(), ports)
            : NO_IDENTITY.withDestinationPorts(ports, List.of());
    return Optional.of(
        denying(
            namespace,
            WITH_EXCEPTIONS + each.getMetadata().getName(),
            List.of(List.of(List.of(denied)))));
  }

  private static Authorization denying(
      String namespace, String name, List<List<List<ConnectionMatch>>> rules) {
    return new Authorization(namespace, name, Scope.WORKLOAD_SELECTOR, Action.DENY, rules, false);
  }
}
