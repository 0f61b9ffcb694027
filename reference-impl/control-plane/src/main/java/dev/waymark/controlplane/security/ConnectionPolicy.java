package dev.waymark.controlplane.security;

import dev.waymark.controlplane.security.AuthorizationPolicy.Action;
import dev.waymark.controlplane.security.AuthorizationPolicy.Operation;
import dev.waymark.controlplane.security.AuthorizationPolicy.Rule;
import dev.waymark.controlplane.security.AuthorizationPolicy.Source;
import dev.waymark.controlplane.security.AuthorizationPolicy.When;
import dev.waymark.model.authorization.Authorization;
import dev.waymark.model.authorization.Authorization.Scope;
import dev.waymark.model.authorization.ConnectionMatch;
import dev.waymark.model.authorization.StringMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An AuthorizationPolicy for a proxy that knows connections, and no requests.
 *
 * <p>Where the policy speaks of requests, it is enforced so that nothing passes that it would have
 * kept out: a rule that allows such requests is left out, and of a rule that denies them what it
 * says of connections remains. A denying rule that says nothing else has no effect.
 *
 * @param enforced the policy; empty if such a proxy can't enforce any of it
 * @param unsupported what it says of requests, by field or attribute
 * @param unreadable values that say nothing
 */
public record ConnectionPolicy(
    Optional<Authorization> enforced, SortedSet<String> unsupported, List<String> unreadable) {

  /** Translates a policy that has no targets. */
  public static ConnectionPolicy of(AuthorizationPolicy policy, String rootNamespace) {
    var spec = policy.said();
    Action action = spec.actionOrAllow();
    if (action != Action.ALLOW && action != Action.DENY) {
      return new ConnectionPolicy(Optional.empty(), new TreeSet<>(), List.of());
    }
    String namespace = policy.getMetadata().getNamespace();
    var unsupported = new TreeSet<String>();
    var unreadable = new ArrayList<String>();
    List<List<List<ConnectionMatch>>> rules = new ArrayList<>();
    for (Rule rule : spec.rules()) {
      var values = new PolicyValues(namespace);
      var translated = new Translation(values, new TreeSet<>());
      List<List<ConnectionMatch>> clauses = translated.clauses(rule);
      boolean whole = translated.unsupported().isEmpty() && values.unreadable().isEmpty();
      // A rule that said something, and of which nothing remains, must not hold for everything.
      if (whole || action == Action.DENY && !clauses.isEmpty()) {
        rules.add(clauses);
      }
      unsupported.addAll(translated.unsupported());
      unreadable.addAll(values.unreadable());
    }
    return new ConnectionPolicy(
        Optional.of(
            new Authorization(
                namespace,
                policy.getMetadata().getName(),
                scope(policy, rootNamespace),
                Authorization.Action.valueOf(action.name()),
                rules,
                policy.isDryRun())),
        unsupported,
        unreadable);
  }

  private static Scope scope(AuthorizationPolicy policy, String rootNamespace) {
    if (policy.said().selector() != null) {
      return Scope.WORKLOAD_SELECTOR;
    }
    return policy.getMetadata().getNamespace().equals(rootNamespace)
        ? Scope.GLOBAL
        : Scope.NAMESPACE;
  }

  /** One rule, and what of it speaks of requests. */
  private record Translation(PolicyValues values, SortedSet<String> unsupported) {

    /** Clauses that must all hold; what speaks of requests is left out. */
    List<List<ConnectionMatch>> clauses(Rule rule) {
      return Stream.of(
              Stream.of(
                  rule.to().stream().flatMap(to -> match(to.operation())).toList(),
                  rule.from().stream().flatMap(from -> match(from.source())).toList()),
              rule.when().stream().map(when -> match(when).toList()))
          .flatMap(clauses -> clauses)
          .filter(alternatives -> !alternatives.isEmpty())
          .toList();
    }

    private Stream<ConnectionMatch> match(@Nullable Operation said) {
      if (said == null) {
        return Stream.of(ConnectionMatch.ANY);
      }
      boolean plain =
          isSupported("hosts", said.hosts())
              & isSupported("notHosts", said.notHosts())
              & isSupported("methods", said.methods())
              & isSupported("notMethods", said.notMethods())
              & isSupported("paths", said.paths())
              & isSupported("notPaths", said.notPaths());
      return remaining(
          plain,
          ConnectionMatch.ANY.withDestinationPorts(
              values.ports(said.ports()), values.ports(said.notPorts())));
    }

    private Stream<ConnectionMatch> match(@Nullable Source said) {
      if (said == null) {
        return Stream.of(ConnectionMatch.ANY);
      }
      boolean plain =
          isSupported("remoteIpBlocks", said.remoteIpBlocks())
              & isSupported("notRemoteIpBlocks", said.notRemoteIpBlocks())
              & isSupported("requestPrincipals", said.requestPrincipals())
              & isSupported("notRequestPrincipals", said.notRequestPrincipals())
              & isSupported("trustDomains", said.trustDomains())
              & isSupported("notTrustDomains", said.notTrustDomains());
      return remaining(
          plain,
          ConnectionMatch.ANY
              .withNamespaces(texts(said.namespaces()), texts(said.notNamespaces()))
              .withPrincipals(texts(said.principals()), texts(said.notPrincipals()))
              .withServiceAccounts(
                  values.accounts(said.serviceAccounts()),
                  values.accounts(said.notServiceAccounts()))
              .withSourceIps(values.blocks(said.ipBlocks()), values.blocks(said.notIpBlocks())));
    }

    private Stream<ConnectionMatch> match(When said) {
      return switch (said.key()) {
        case "source.namespace" ->
            Stream.of(
                ConnectionMatch.ANY.withNamespaces(texts(said.values()), texts(said.notValues())));
        case "source.principal" ->
            Stream.of(
                ConnectionMatch.ANY.withPrincipals(texts(said.values()), texts(said.notValues())));
        case "source.ip" ->
            Stream.of(
                ConnectionMatch.ANY.withSourceIps(
                    values.blocks(said.values()), values.blocks(said.notValues())));
        case "destination.ip" ->
            Stream.of(
                ConnectionMatch.ANY.withDestinationIps(
                    values.blocks(said.values()), values.blocks(said.notValues())));
        case "destination.port" ->
            Stream.of(
                ConnectionMatch.ANY.withDestinationPorts(
                    values.ports(said.values()), values.ports(said.notValues())));
        default -> {
          unsupported.add(said.key());
          yield Stream.empty();
        }
      };
    }

    private boolean isSupported(String field, List<String> said) {
      if (said.isEmpty()) {
        return true;
      }
      unsupported.add(field);
      return false;
    }

    /**
     * An alternative of which nothing remains is none, unless nothing was said in the first place.
     */
    private static Stream<ConnectionMatch> remaining(boolean plain, ConnectionMatch match) {
      return plain || !match.equals(ConnectionMatch.ANY) ? Stream.of(match) : Stream.empty();
    }

    private static List<StringMatch> texts(List<String> notations) {
      return notations.stream().map(StringMatch::parse).toList();
    }
  }
}
