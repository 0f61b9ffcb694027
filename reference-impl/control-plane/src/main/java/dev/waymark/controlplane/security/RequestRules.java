package dev.waymark.controlplane.security;

import static dev.waymark.model.authorization.RequestTest.Address.End.DESTINATION;
import static dev.waymark.model.authorization.RequestTest.Address.End.ORIGIN;
import static dev.waymark.model.authorization.RequestTest.Address.End.SOURCE;

import dev.waymark.controlplane.security.AuthorizationPolicy.Operation;
import dev.waymark.controlplane.security.AuthorizationPolicy.Rule;
import dev.waymark.controlplane.security.AuthorizationPolicy.Source;
import dev.waymark.controlplane.security.AuthorizationPolicy.When;
import dev.waymark.model.authorization.RequestRule;
import dev.waymark.model.authorization.RequestTest;
import dev.waymark.model.authorization.RequestTest.Address.End;
import dev.waymark.model.authorization.StringMatch;
import dev.waymark.model.authorization.TextAttribute;
import dev.waymark.model.authorization.TextAttribute.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an AuthorizationPolicy for a proxy that reads requests. What can't be read never
 * lets more pass: a rule with such a value is left out where it would allow, and is followed
 * without the value where it would not.
 *
 * @param unreadable values, and attributes, that say nothing
 */
public record RequestRules(List<RequestRule> rules, List<String> unreadable) {

  /** Translates the rules of a policy. */
  public static RequestRules of(AuthorizationPolicy policy) {
    boolean allows = policy.said().actionOrAllow() == AuthorizationPolicy.Action.ALLOW;
    var rules = new ArrayList<RequestRule>();
    var unreadable = new ArrayList<String>();
    for (Rule rule : policy.said().rules()) {
      var translation =
          new Translation(new PolicyValues(policy.getMetadata().getNamespace()), new ArrayList<>());
      RequestRule translated = translation.rule(rule);
      List<String> bad =
          Stream.concat(translation.unknown().stream(), translation.values().unreadable().stream())
              .toList();
      if (bad.isEmpty() || !allows) {
        rules.add(translated);
      }
      unreadable.addAll(bad);
    }
    return new RequestRules(List.copyOf(rules), List.copyOf(unreadable));
  }

  /**
   * One rule.
   *
   * @param unknown attributes that nobody knows
   */
  private record Translation(PolicyValues values, List<String> unknown) {
    RequestRule rule(Rule rule) {
      var clauses = new ArrayList<List<List<RequestTest>>>();
      if (!rule.from().isEmpty()) {
        clauses.add(rule.from().stream().map(from -> tests(from.source())).toList());
      }
      if (!rule.to().isEmpty()) {
        clauses.add(rule.to().stream().map(to -> tests(to.operation())).toList());
      }
      List<RequestTest> whens = rule.when().stream().flatMap(when -> test(when).stream()).toList();
      if (!whens.isEmpty()) {
        clauses.add(List.of(whens));
      }
      return new RequestRule(clauses);
    }

    private List<RequestTest> tests(@Nullable Source said) {
      return said == null
          ? List.of()
          : Stream.of(
                  text(Plain.PRINCIPAL, said.principals(), said.notPrincipals()),
                  text(
                      Plain.REQUEST_PRINCIPAL,
                      said.requestPrincipals(),
                      said.notRequestPrincipals()),
                  text(Plain.NAMESPACE, said.namespaces(), said.notNamespaces()),
                  text(Plain.TRUST_DOMAIN, said.trustDomains(), said.notTrustDomains()),
                  test(
                      said.serviceAccounts(),
                      said.notServiceAccounts(),
                      (any, none) ->
                          new RequestTest.Account(values.accounts(any), values.accounts(none))),
                  address(SOURCE, said.ipBlocks(), said.notIpBlocks()),
                  address(ORIGIN, said.remoteIpBlocks(), said.notRemoteIpBlocks()))
              .flatMap(Optional::stream)
              .toList();
    }

    private List<RequestTest> tests(@Nullable Operation said) {
      return said == null
          ? List.of()
          : Stream.of(
                  text(Plain.HOST, lowerCase(said.hosts()), lowerCase(said.notHosts())),
                  text(Plain.METHOD, said.methods(), said.notMethods()),
                  test(
                      said.paths(),
                      said.notPaths(),
                      (any, none) -> new RequestTest.Path(values.paths(any), values.paths(none))),
                  port(said.ports(), said.notPorts()))
              .flatMap(Optional::stream)
              .toList();
    }

    private Optional<RequestTest> test(When said) {
      String key = said.key();
      return switch (key) {
        case "source.ip" -> address(SOURCE, said.values(), said.notValues());
        case "remote.ip" -> address(ORIGIN, said.values(), said.notValues());
        case "destination.ip" -> address(DESTINATION, said.values(), said.notValues());
        case "destination.port" -> port(said.values(), said.notValues());
        default -> {
          Optional<TextAttribute> attribute = attribute(key);
          if (attribute.isEmpty()) {
            unknown.add(key);
          }
          yield attribute.flatMap(named -> text(named, said.values(), said.notValues()));
        }
      };
    }

    private static Optional<TextAttribute> attribute(String key) {
      return switch (key) {
        case "source.namespace" -> Optional.of(Plain.NAMESPACE);
        case "source.principal" -> Optional.of(Plain.PRINCIPAL);
        case "request.auth.principal" -> Optional.of(Plain.REQUEST_PRINCIPAL);
        case "request.auth.audiences" -> Optional.of(Plain.AUDIENCE);
        case "request.auth.presenter" -> Optional.of(Plain.PRESENTER);
        case "connection.sni" -> Optional.of(Plain.SERVER_NAME);
        default ->
            bracketed("request.headers", key)
                .filter(names -> names.size() == 1)
                .<TextAttribute>map(names -> new TextAttribute.Header(names.getFirst()))
                .or(() -> bracketed("request.auth.claims", key).map(TextAttribute.Claim::new));
      };
    }

    /** The names of {@code PREFIX[NAME][NAME]}. */
    private static Optional<List<String>> bracketed(String prefix, String key) {
      String rest = key.startsWith(prefix) ? key.substring(prefix.length()) : "";
      return rest.matches("(\\[[^\\[\\]]+])+")
          ? Optional.of(List.of(rest.substring(1, rest.length() - 1).split("]\\[")))
          : Optional.empty();
    }

    private Optional<RequestTest> text(
        TextAttribute attribute, List<String> any, List<String> none) {
      return test(any, none, (a, n) -> new RequestTest.Text(attribute, texts(a), texts(n)));
    }

    private Optional<RequestTest> address(End end, List<String> any, List<String> none) {
      return test(
          any, none, (a, n) -> new RequestTest.Address(end, values.blocks(a), values.blocks(n)));
    }

    private Optional<RequestTest> port(List<String> any, List<String> none) {
      return test(any, none, (a, n) -> new RequestTest.Port(values.ports(a), values.ports(n)));
    }

    private interface TestOfValues {
      RequestTest of(List<String> any, List<String> none);
    }

    private static Optional<RequestTest> test(
        List<String> any, List<String> none, TestOfValues test) {
      return any.isEmpty() && none.isEmpty() ? Optional.empty() : Optional.of(test.of(any, none));
    }

    private static List<StringMatch> texts(List<String> notations) {
      return notations.stream().map(StringMatch::parse).toList();
    }

    private static List<String> lowerCase(List<String> hosts) {
      return hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }
  }
}
