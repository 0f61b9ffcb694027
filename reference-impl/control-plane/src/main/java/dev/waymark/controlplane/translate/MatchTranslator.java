package dev.waymark.controlplane.translate;

import dev.waymark.model.Expression;
import dev.waymark.model.HeaderMatch;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpMethod;
import dev.waymark.model.PathMatch;
import dev.waymark.model.QueryParamMatch;
import dev.waymark.model.ValueMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeaderMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPPathMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPQueryParamMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conditions of an HTTPRoute's rule. */
final class MatchTranslator {
  private MatchTranslator() {}

  /** All of a rule's matches; a rule without any matches every request. */
  static List<HttpMatch> all(List<HTTPRouteMatch> matches) throws UnsupportedValue {
    if (matches.isEmpty()) {
      return List.of(HttpMatch.of(PathMatch.EVERY));
    }
    var translated = new ArrayList<HttpMatch>();
    for (HTTPRouteMatch match : matches) {
      translated.add(
          new HttpMatch(
              path(match.getPath()),
              method(match.getMethod()),
              headers(match.getHeaders()),
              queryParams(match.getQueryParams())));
    }
    return translated;
  }

  private static PathMatch path(@Nullable HTTPPathMatch match) throws UnsupportedValue {
    if (match == null) {
      return PathMatch.EVERY;
    }
    String value = Text.or(match.getValue(), "/");
    return switch (Text.or(match.getType(), "PathPrefix")) {
      case "Exact" -> new PathMatch.Exact(value);
      case "PathPrefix" -> new PathMatch.Prefix(value);
      case "RegularExpression" -> new PathMatch.Regex(expression("path.value", value));
      default -> throw new UnsupportedValue("path.type: " + match.getType() + " is not supported");
    };
  }

  private static Optional<HttpMethod> method(@Nullable String method) throws UnsupportedValue {
    if (method == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(HttpMethod.valueOf(method));
    } catch (IllegalArgumentException e) {
      throw new UnsupportedValue("method: " + method + " is not supported");
    }
  }

  /** Of entries whose names differ only by case the first counts, as the standard says. */
  private static List<HeaderMatch> headers(List<HTTPHeaderMatch> matches) throws UnsupportedValue {
    var byName = new LinkedHashMap<String, HeaderMatch>();
    for (HTTPHeaderMatch match : matches) {
      var header =
          new HeaderMatch(match.getName(), value("headers", match.getType(), match.getValue()));
      byName.putIfAbsent(header.name(), header);
    }
    return List.copyOf(byName.values());
  }

  private static List<QueryParamMatch> queryParams(List<HTTPQueryParamMatch> matches)
      throws UnsupportedValue {
    var byName = new LinkedHashMap<String, QueryParamMatch>();
    for (HTTPQueryParamMatch match : matches) {
      var param =
          new QueryParamMatch(
              match.getName(), value("queryParams", match.getType(), match.getValue()));
      byName.putIfAbsent(param.name(), param);
    }
    return List.copyOf(byName.values());
  }

  private static ValueMatch value(String field, @Nullable String type, String value)
      throws UnsupportedValue {
    return switch (Text.or(type, "Exact")) {
      case "Exact" -> new ValueMatch.Exact(value);
      case "RegularExpression" -> new ValueMatch.Regex(expression(field + ".value", value));
      default -> throw new UnsupportedValue(field + ".type: " + type + " is not supported");
    };
  }

  private static Expression expression(String field, String text) throws UnsupportedValue {
    try {
      return Expression.of(text);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedValue(field + ": " + e.getMessage());
    }
  }
}
