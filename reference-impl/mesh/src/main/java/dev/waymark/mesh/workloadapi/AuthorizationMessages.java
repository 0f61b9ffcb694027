package dev.waymark.mesh.workloadapi;

import com.google.protobuf.Empty;
import dev.waymark.mesh.workloadapi.proto.Action;
import dev.waymark.mesh.workloadapi.proto.Clause;
import dev.waymark.mesh.workloadapi.proto.Match;
import dev.waymark.mesh.workloadapi.proto.Rule;
import dev.waymark.mesh.workloadapi.proto.Scope;
import dev.waymark.mesh.workloadapi.proto.ServiceAccountMatch;
import dev.waymark.model.authorization.Authorization;
import dev.waymark.model.authorization.ConnectionMatch;
import dev.waymark.model.authorization.ConnectionMatch.ServiceAccount;
import dev.waymark.model.authorization.IpBlock;
import dev.waymark.model.authorization.StringMatch;
import java.util.List;

/** Authorization policies as messages, and back. Pure functions. */
final class AuthorizationMessages {
  private AuthorizationMessages() {}

  static dev.waymark.mesh.workloadapi.proto.Authorization encode(Authorization policy) {
    return dev.waymark.mesh.workloadapi.proto.Authorization.newBuilder()
        .setName(policy.name())
        .setNamespace(policy.namespace())
        .setScope(Scope.valueOf(policy.scope().name()))
        .setAction(Action.valueOf(policy.action().name()))
        .setDryRun(policy.dryRun())
        .addAllRules(policy.rules().stream().map(AuthorizationMessages::rule).toList())
        .build();
  }

  private static Rule rule(List<List<ConnectionMatch>> clauses) {
    return Rule.newBuilder()
        .addAllClauses(clauses.stream().map(AuthorizationMessages::clause).toList())
        .build();
  }

  private static Clause clause(List<ConnectionMatch> matches) {
    return Clause.newBuilder()
        .addAllMatches(matches.stream().map(AuthorizationMessages::encode).toList())
        .build();
  }

  private static Match encode(ConnectionMatch match) {
    return Match.newBuilder()
        .addAllNamespaces(texts(match.namespaces()))
        .addAllNotNamespaces(texts(match.notNamespaces()))
        .addAllPrincipals(texts(match.principals()))
        .addAllNotPrincipals(texts(match.notPrincipals()))
        .addAllSourceIps(blocks(match.sourceIps()))
        .addAllNotSourceIps(blocks(match.notSourceIps()))
        .addAllDestinationIps(blocks(match.destinationIps()))
        .addAllNotDestinationIps(blocks(match.notDestinationIps()))
        .addAllDestinationPorts(match.destinationPorts())
        .addAllNotDestinationPorts(match.notDestinationPorts())
        .addAllServiceAccounts(accounts(match.serviceAccounts()))
        .addAllNotServiceAccounts(accounts(match.notServiceAccounts()))
        .build();
  }

  private static List<dev.waymark.mesh.workloadapi.proto.StringMatch> texts(
      List<StringMatch> matches) {
    return matches.stream().map(AuthorizationMessages::encode).toList();
  }

  private static dev.waymark.mesh.workloadapi.proto.StringMatch encode(StringMatch match) {
    var message = dev.waymark.mesh.workloadapi.proto.StringMatch.newBuilder();
    switch (match) {
      case StringMatch.Exact exact -> message.setExact(exact.text());
      case StringMatch.Prefix prefix -> message.setPrefix(prefix.prefix());
      case StringMatch.Suffix suffix -> message.setSuffix(suffix.suffix());
      case StringMatch.Presence _ -> message.setPresence(Empty.getDefaultInstance());
    }
    return message.build();
  }

  private static List<dev.waymark.mesh.workloadapi.proto.IpBlock> blocks(List<IpBlock> blocks) {
    return blocks.stream()
        .map(
            block ->
                dev.waymark.mesh.workloadapi.proto.IpBlock.newBuilder()
                    .setAddress(Addresses.encode(block.address()))
                    .setLength(block.length())
                    .build())
        .toList();
  }

  private static List<ServiceAccountMatch> accounts(List<ServiceAccount> accounts) {
    return accounts.stream()
        .map(
            account ->
                ServiceAccountMatch.newBuilder()
                    .setNamespace(account.namespace())
                    .setServiceAccount(account.name())
                    .build())
        .toList();
  }

  /**
   * Reads a policy.
   *
   * @throws IllegalArgumentException if the message says something that is not understood: a policy
   *     must not be enforced in part
   */
  static Authorization decode(dev.waymark.mesh.workloadapi.proto.Authorization message) {
    return new Authorization(
        message.getNamespace(),
        message.getName(),
        Authorization.Scope.valueOf(message.getScope().name()),
        Authorization.Action.valueOf(message.getAction().name()),
        message.getRulesList().stream()
            .map(
                rule ->
                    rule.getClausesList().stream()
                        .map(
                            clause ->
                                clause.getMatchesList().stream()
                                    .map(AuthorizationMessages::decode)
                                    .toList())
                        .toList())
            .toList(),
        message.getDryRun());
  }

  private static ConnectionMatch decode(Match match) {
    return new ConnectionMatch(
        decodeTexts(match.getNamespacesList()),
        decodeTexts(match.getNotNamespacesList()),
        decodeTexts(match.getPrincipalsList()),
        decodeTexts(match.getNotPrincipalsList()),
        decodeAccounts(match.getServiceAccountsList()),
        decodeAccounts(match.getNotServiceAccountsList()),
        decodeBlocks("source_ips", match.getSourceIpsList()),
        decodeBlocks("not_source_ips", match.getNotSourceIpsList()),
        decodeBlocks("destination_ips", match.getDestinationIpsList()),
        decodeBlocks("not_destination_ips", match.getNotDestinationIpsList()),
        match.getDestinationPortsList(),
        match.getNotDestinationPortsList());
  }

  private static List<StringMatch> decodeTexts(
      List<dev.waymark.mesh.workloadapi.proto.StringMatch> messages) {
    return messages.stream().map(AuthorizationMessages::decode).toList();
  }

  private static StringMatch decode(dev.waymark.mesh.workloadapi.proto.StringMatch message) {
    return switch (message.getMatchTypeCase()) {
      case EXACT -> new StringMatch.Exact(message.getExact());
      case PREFIX -> new StringMatch.Prefix(message.getPrefix());
      case SUFFIX -> new StringMatch.Suffix(message.getSuffix());
      case PRESENCE -> new StringMatch.Presence();
      case MATCHTYPE_NOT_SET ->
          throw new IllegalArgumentException(
              "match_type: none (expected: exact, prefix, suffix or presence)");
    };
  }

  private static List<IpBlock> decodeBlocks(
      String field, List<dev.waymark.mesh.workloadapi.proto.IpBlock> messages) {
    return messages.stream()
        .map(block -> new IpBlock(Addresses.decode(field, block.getAddress()), block.getLength()))
        .toList();
  }

  private static List<ServiceAccount> decodeAccounts(List<ServiceAccountMatch> messages) {
    return messages.stream()
        .map(account -> new ServiceAccount(account.getNamespace(), account.getServiceAccount()))
        .toList();
  }
}
