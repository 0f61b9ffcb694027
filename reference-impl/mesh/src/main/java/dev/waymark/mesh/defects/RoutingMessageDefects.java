package dev.waymark.mesh.defects;

import dev.waymark.dataplane.exchange.Arrival;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.model.HostPattern;
import dev.waymark.model.Listener;
import dev.waymark.model.PathMatch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Faults in matching that no configuration can say: the route table is asked about another request
 * than the one that came.
 */
final class RoutingMessageDefects {
  private static final String NO_HOST = "nobody.invalid";

  static final List<Defect> ALL =
      List.of(
          new Defect(
              "WILDCARD_HOST_IS_ONE_LABEL",
              "hostname.wildcard.several-labels",
              "The asterisk of a wildcard hostname stands for exactly one label.",
              () ->
                  routing(
                      (request, arrival, known) ->
                          isUnderWildcardBySeveralLabels(request.host(), known.listeners(arrival))
                              ? Heads.withHost(request, NO_HOST)
                              : request)),
          new Defect(
              "HOST_PORT_COMPARED",
              "httproute.hostname.port-ignored",
              "A Host with a port that isn't the listener's matches no hostname.",
              () ->
                  routing(
                      (request, arrival, _) ->
                          hasForeignPort(request, arrival)
                              ? Heads.withHost(request, NO_HOST)
                              : request)),
          new Defect(
              "MATCH_EXACT_WITH_QUERY",
              "httproute.match.path.exact",
              "mesh.httproute.match.path.exact",
              "An Exact path is compared with path and query together.",
              () ->
                  paths(
                      (path, query, matches) ->
                          !query.isEmpty() && Paths.isExact(path, matches)
                              ? Optional.of(path + Paths.NOWHERE)
                              : Optional.empty())),
          new Defect(
              "MATCH_PREFIX_ONE_LEVEL_DEEP",
              "httproute.match.path.prefix",
              "mesh.httproute.match.path.prefix",
              "A PathPrefix of one element does not match two or more elements below it.",
              () ->
                  paths(
                      (path, _, matches) ->
                          Paths.longestPrefix(path, matches)
                              .filter(Paths::isOneElement)
                              .filter(prefix -> path.indexOf('/', prefix.length() + 1) > 0)
                              .map(_ -> Paths.NOWHERE + path))),
          new Defect(
              "MATCH_PREFIX_WITHOUT_TRAILING_SLASH",
              "httproute.match.path.prefix.trailing-slash",
              "mesh.httproute.match.path.prefix",
              "A PathPrefix does not match its own path with nothing but a slash behind it.",
              () ->
                  paths(
                      (path, _, matches) ->
                          Paths.longestPrefix(path, matches)
                              .filter(prefix -> path.equals(prefix + "/"))
                              .map(_ -> Paths.NOWHERE + path))),
          new Defect(
              "MATCH_PREFIX_AS_TEXT",
              "httproute.match.path.prefix.elements",
              "mesh.httproute.match.path.prefix.elements",
              "A PathPrefix is compared as text, so that /abc matches /abcd.",
              () -> paths((path, _, matches) -> asText(path, matches))),
          new Defect(
              "MATCH_PREFIX_ANYWHERE",
              "httproute.match.path.prefix.anchored",
              "A PathPrefix of one element also matches where it is a later element.",
              () -> paths((path, _, matches) -> anywhere(path, matches))),
          new Defect(
              "MATCH_HEADER_NAME_WITH_CASE",
              "httproute.match.header.name-case",
              "Header names in matches are compared with case.",
              () -> routing((request, _, known) -> withoutNamesInAnotherCase(request, known))));

  private RoutingMessageDefects() {}

  private interface Routing {
    RequestHead apply(RequestHead request, Arrival arrival, Known known);
  }

  private static Faults routing(Routing routing) {
    return Known.faults(
        known ->
            new Interceptor() {
              @Override
              public RequestHead routing(RequestHead request, Arrival arrival) {
                return routing.apply(request, arrival, known);
              }
            });
  }

  private interface PathRouting {
    /** The path to ask about instead, if another. */
    Optional<String> apply(String path, String query, List<PathMatch> matches);
  }

  private static Faults paths(PathRouting routing) {
    return routing(
        (request, arrival, known) ->
            routing
                .apply(request.path(), request.query(), known.paths(request, arrival))
                .map(path -> Heads.withPath(request, path))
                .orElse(request));
  }

  private static boolean isUnderWildcardBySeveralLabels(String host, Stream<Listener> listeners) {
    List<HostPattern> patterns =
        listeners
            .flatMap(
                listener ->
                    Stream.concat(
                        Stream.of(listener.host()),
                        listener.routes().stream().flatMap(attached -> attached.hosts().stream())))
            .filter(pattern -> pattern.matches(host))
            .toList();
    return patterns.stream().noneMatch(HostPattern.Exact.class::isInstance)
        && patterns.stream()
            .filter(HostPattern.Suffix.class::isInstance)
            .map(pattern -> ((HostPattern.Suffix) pattern).suffix())
            .anyMatch(suffix -> host.indexOf('.') < host.length() - suffix.length());
  }

  private static boolean hasForeignPort(RequestHead request, Arrival arrival) {
    String authority = request.authority();
    int colon = authority.lastIndexOf(':');
    return request.hostEnd() < request.authorityEnd()
        && !authority.substring(colon + 1).equals(Integer.toString(arrival.port()));
  }

  private static Optional<String> asText(String path, List<PathMatch> matches) {
    int known = Paths.longestPrefix(path, matches).map(String::length).orElse(0);
    return Paths.isExact(path, matches)
        ? Optional.empty()
        : Paths.prefixes(matches)
            .filter(prefix -> prefix.length() > known)
            .filter(path::startsWith)
            .findFirst()
            .map(prefix -> prefix + "/" + path.substring(prefix.length()));
  }

  private static Optional<String> anywhere(String path, List<PathMatch> matches) {
    if (Paths.isExact(path, matches) || Paths.longestPrefix(path, matches).isPresent()) {
      return Optional.empty();
    }
    return Paths.prefixes(matches)
        .filter(Paths::isOneElement)
        .flatMap(
            prefix -> {
              int at = path.indexOf(prefix, 1);
              return at > 0 && Paths.isUnder(path.substring(at), prefix)
                  ? Stream.of(path.substring(at))
                  : Stream.empty();
            })
        .findFirst();
  }

  private static RequestHead withoutNamesInAnotherCase(RequestHead request, Known known) {
    Set<String> written =
        known.view().stream()
            .flatMap(view -> view.routes().values().stream())
            .flatMap(route -> route.getSpec().getRules().stream())
            .flatMap(rule -> rule.getMatches().stream())
            .flatMap(match -> match.getHeaders().stream())
            .map(io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeaderMatch::getName)
            .collect(Collectors.toSet());
    Set<String> ignoringCase =
        written.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    return Heads.withHeaders(
        request,
        name -> written.contains(name) || !ignoringCase.contains(name.toLowerCase(Locale.ROOT)));
  }
}
