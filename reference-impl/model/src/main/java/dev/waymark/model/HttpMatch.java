package dev.waymark.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The conditions that a request must fulfil, all of them.
 *
 * @param path the path, without the query
 * @param method the method, where one is asked for
 * @param headers each header name once
 * @param queryParams each parameter name once
 */
public record HttpMatch(
    PathMatch path,
    Optional<HttpMethod> method,
    List<HeaderMatch> headers,
    List<QueryParamMatch> queryParams) {
  /**
   * The better match first, by the standard's ranking inside a host: exact path, then the longest
   * prefix, then a method, then more headers, then more query parameters. The standard leaves the
   * rank of regular expressions open; here they come after prefixes, longer ones first. Equal
   * matches are ranked by {@link HttpRoute#AGE}, then by their place in the route.
   */
  public static final Comparator<HttpMatch> BEST_FIRST =
      Comparator.comparing(HttpMatch::path, PathMatch.BEST_FIRST)
          .thenComparingInt(match -> match.method().isPresent() ? 0 : 1)
          .thenComparingInt(match -> -match.headers().size())
          .thenComparingInt(match -> -match.queryParams().size());

  public HttpMatch {
    headers = List.copyOf(headers);
    queryParams = List.copyOf(queryParams);
    requireDistinct("header", headers.stream().map(HeaderMatch::name).toList());
    requireDistinct("query parameter", queryParams.stream().map(QueryParamMatch::name).toList());
  }

  /** The match of a path alone. */
  public static HttpMatch of(PathMatch path) {
    return new HttpMatch(path, Optional.empty(), List.of(), List.of());
  }

  /** This match with another path. */
  public HttpMatch withPath(PathMatch replacement) {
    return new HttpMatch(replacement, method, headers, queryParams);
  }

  /** This match with other headers. */
  public HttpMatch withHeaders(List<HeaderMatch> replacement) {
    return new HttpMatch(path, method, replacement, queryParams);
  }

  /** This match with other query parameters. */
  public HttpMatch withQueryParams(List<QueryParamMatch> replacement) {
    return new HttpMatch(path, method, headers, replacement);
  }

  private static void requireDistinct(String what, List<String> names) {
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException("a " + what + " is matched twice: " + names);
    }
  }
}
