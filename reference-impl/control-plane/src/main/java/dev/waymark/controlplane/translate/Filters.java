package dev.waymark.controlplane.translate;

import dev.waymark.model.HeaderEdits;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.PathMatch;
import dev.waymark.model.PathRewrite;
import dev.waymark.model.RuleAction.Redirect;
import dev.waymark.model.Scheme;
import dev.waymark.model.UrlRewrite;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeader;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeaderFilter;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPPathModifier;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRequestRedirectFilter;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilter;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPURLRewriteFilter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a list of filters asks for, sorted by kind. The API allows each of these kinds once per
 * list.
 *
 * @param redirect without the edits of the response, which are in {@code response}
 */
record Filters(
    HeaderEdits request, HeaderEdits response, UrlRewrite rewrite, Optional<Redirect> redirect) {
  private static final int FOUND = 302;

  static final Filters NONE =
      new Filters(HeaderEdits.NONE, HeaderEdits.NONE, UrlRewrite.NONE, Optional.empty());

  /** The filters of a rule. */
  static Filters ofRule(List<HTTPRouteFilter> filters, List<HttpMatch> matches)
      throws UnsupportedValue {
    var result = NONE;
    for (HTTPRouteFilter filter : filters) {
      result = result.and(filter, matches);
    }
    return result;
  }

  /** The filters of one backend: only edits of headers are supported there. */
  static Filters ofBackend(List<HTTPRouteFilter> filters) throws UnsupportedValue {
    var result = ofRule(filters, List.of());
    if (result.redirect.isPresent() || !result.rewrite.equals(UrlRewrite.NONE)) {
      throw new UnsupportedValue(
          "backendRefs.filters: only RequestHeaderModifier and ResponseHeaderModifier are"
              + " supported");
    }
    return result;
  }

  private Filters and(HTTPRouteFilter filter, List<HttpMatch> matches) throws UnsupportedValue {
    return switch (filter.getType()) {
      case "RequestHeaderModifier" ->
          new Filters(edits(filter.getRequestHeaderModifier()), response, rewrite, redirect);
      case "ResponseHeaderModifier" ->
          new Filters(request, edits(filter.getResponseHeaderModifier()), rewrite, redirect);
      case "URLRewrite" ->
          new Filters(request, response, rewrite(filter.getUrlRewrite(), matches), redirect);
      case "RequestRedirect" ->
          new Filters(
              request,
              response,
              rewrite,
              Optional.of(redirect(filter.getRequestRedirect(), matches)));
      default ->
          throw new UnsupportedValue("filters.type: " + filter.getType() + " is not supported");
    };
  }

  private static HeaderEdits edits(HTTPHeaderFilter filter) throws UnsupportedValue {
    try {
      return new HeaderEdits(
          fields(filter.getSet()), fields(filter.getAdd()), List.copyOf(filter.getRemove()));
    } catch (IllegalArgumentException e) {
      throw new UnsupportedValue("filters: " + e.getMessage());
    }
  }

  private static List<HeaderEdits.Field> fields(List<HTTPHeader> headers) {
    return headers.stream()
        .map(header -> new HeaderEdits.Field(header.getName(), header.getValue()))
        .toList();
  }

  private static UrlRewrite rewrite(HTTPURLRewriteFilter filter, List<HttpMatch> matches)
      throws UnsupportedValue {
    return new UrlRewrite(
        Optional.ofNullable(filter.getHostname()), path(filter.getPath(), matches));
  }

  private static Redirect redirect(HTTPRequestRedirectFilter filter, List<HttpMatch> matches)
      throws UnsupportedValue {
    Integer status = filter.getStatusCode();
    try {
      return new Redirect(
          scheme(filter.getScheme()),
          Optional.ofNullable(filter.getHostname()),
          Optional.ofNullable(filter.getPort()),
          path(filter.getPath(), matches),
          status == null ? FOUND : status,
          HeaderEdits.NONE);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedValue("filters.requestRedirect: " + e.getMessage());
    }
  }

  private static Optional<Scheme> scheme(@Nullable String scheme) throws UnsupportedValue {
    return switch (Text.orEmpty(scheme)) {
      case "" -> Optional.empty();
      case "http" -> Optional.of(Scheme.HTTP);
      case "https" -> Optional.of(Scheme.HTTPS);
      default ->
          throw new UnsupportedValue(
              "filters.requestRedirect.scheme: " + scheme + " is not supported");
    };
  }

  private static PathRewrite path(@Nullable HTTPPathModifier modifier, List<HttpMatch> matches)
      throws UnsupportedValue {
    if (modifier == null) {
      return PathRewrite.KEEP;
    }
    return switch (modifier.getType()) {
      case "ReplaceFullPath" -> new PathRewrite.Full(modifier.getReplaceFullPath());
      case "ReplacePrefixMatch" ->
          new PathRewrite.Prefix(onlyPrefix(matches), modifier.getReplacePrefixMatch());
      default ->
          throw new UnsupportedValue("path.type: " + modifier.getType() + " is not supported");
    };
  }

  /** The API allows a prefix to be replaced only where the rule has one match, of a prefix. */
  private static String onlyPrefix(List<HttpMatch> matches) throws UnsupportedValue {
    if (matches.size() == 1
        && matches.getFirst().path() instanceof PathMatch.Prefix(String prefix)) {
      return prefix;
    }
    throw new UnsupportedValue(
        "path.replacePrefixMatch: the rule needs exactly one match, of type PathPrefix");
  }
}
