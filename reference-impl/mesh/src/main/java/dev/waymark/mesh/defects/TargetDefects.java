package dev.waymark.mesh.defects;

import dev.waymark.model.HeaderEdits;
import dev.waymark.model.HttpRule;
import dev.waymark.model.PathMatch;
import dev.waymark.model.PathRewrite;
import dev.waymark.model.RuleAction.Forward;
import dev.waymark.model.RuleAction.Redirect;
import dev.waymark.model.Scheme;
import dev.waymark.model.UrlRewrite;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Faults in where a request is redirected to, and in the target that it is forwarded with. */
final class TargetDefects {
  private static final int MOVED_PERMANENTLY = 301;
  private static final int FOUND = 302;
  private static final int SEE_OTHER = 303;
  private static final int TEMPORARY_REDIRECT = 307;
  private static final int PERMANENT_REDIRECT = 308;
  private static final int POD_PORT = 8080;

  static final List<Defect> ALL =
      List.of(
          new Defect(
              "REDIRECT_KEEPS_HOST",
              "httproute.redirect.hostname",
              "mesh.httproute.redirect.hostname",
              "Location keeps the request's host where a RequestRedirect changes nothing else.",
              () ->
                  redirects(
                      TargetDefects::isOfHostAlone,
                      redirect -> redirect.withHostname(Optional.empty()))),
          new Defect(
              "REDIRECT_DEFAULT_STATUS_PERMANENT",
              "httproute.redirect.status-default",
              "mesh.httproute.redirect.status-default",
              "A RequestRedirect to a host without statusCode answers 301.",
              () -> status(TargetDefects::isOfHostAlone, FOUND, MOVED_PERMANENTLY)),
          new Defect(
              "REDIRECT_STATUS_IGNORED",
              "httproute.redirect.status-configured",
              "mesh.httproute.redirect.status-configured",
              "A RequestRedirect to a host with statusCode 301 answers 302.",
              () -> status(TargetDefects::isOfHostAlone, MOVED_PERMANENTLY, FOUND)),
          new Defect(
              "REDIRECT_SEE_OTHER_AS_FOUND",
              "mesh.httproute.redirect.status-303",
              "A RequestRedirect with statusCode 303 answers 302.",
              () -> status(_ -> true, SEE_OTHER, FOUND)),
          new Defect(
              "REDIRECT_TEMPORARY_AS_FOUND",
              "mesh.httproute.redirect.status-307",
              "A RequestRedirect with statusCode 307 answers 302.",
              () -> status(_ -> true, TEMPORARY_REDIRECT, FOUND)),
          new Defect(
              "REDIRECT_PERMANENT_AS_MOVED",
              "mesh.httproute.redirect.status-308",
              "A RequestRedirect with statusCode 308 answers 301.",
              () -> status(_ -> true, PERMANENT_REDIRECT, MOVED_PERMANENTLY)),
          new Defect(
              "REDIRECT_SCHEME_HTTPS",
              "httproute.redirect.scheme",
              "mesh.httproute.redirect.scheme-kept",
              "Location's scheme is https where none is configured.",
              () ->
                  redirects(
                      redirect -> redirect.scheme().isEmpty(),
                      redirect -> redirect.withScheme(Optional.of(Scheme.HTTPS)))),
          new Defect(
              "REDIRECT_PATH_LOST",
              "httproute.redirect.path",
              "mesh.httproute.redirect.path-kept",
              "Location's path is / where none is configured.",
              () ->
                  redirects(
                      redirect -> redirect.path().equals(PathRewrite.KEEP),
                      redirect -> redirect.withPath(new PathRewrite.Full("/")))),
          new Defect(
              "REDIRECT_PORT_OF_POD",
              "httproute.redirect.port",
              "Location names a port that only the gateway's Pod knows.",
              () ->
                  redirects(
                      redirect -> redirect.port().isEmpty(),
                      redirect -> redirect.withPort(Optional.of(POD_PORT)))),
          new Defect(
              "REDIRECT_PREFIX_LOSES_REST",
              "mesh.httproute.redirect.replace-prefix",
              "ReplacePrefixMatch alone redirects to the replacement, without what follows.",
              () ->
                  redirects(
                      redirect ->
                          redirect.hostname().isEmpty()
                              && redirect.status() == FOUND
                              && redirect.path() instanceof PathRewrite.Prefix,
                      redirect -> redirect.withPath(withoutRest(redirect.path())))),
          new Defect(
              "REDIRECT_FULL_KEEPS_REST",
              "mesh.httproute.redirect.replace-full",
              "ReplaceFullPath redirects with what follows the prefix that matched.",
              () ->
                  ConfigFaults.rules(
                      (rule, _) ->
                          rule.action() instanceof Redirect redirect
                              ? rule.withAction(redirect.withPath(withRest(redirect.path(), rule)))
                              : rule)),
          new Defect(
              "REDIRECT_PATH_KEEPS_HOST",
              "mesh.httproute.redirect.path-and-host",
              "Location keeps the request's host where a path is configured too.",
              () ->
                  redirects(
                      TargetDefects::changesPath,
                      redirect -> redirect.withHostname(Optional.empty()))),
          new Defect(
              "REDIRECT_PATH_STATUS_IGNORED",
              "mesh.httproute.redirect.path-and-status",
              "A RequestRedirect with a path and statusCode 301 answers 302.",
              () -> status(TargetDefects::changesPath, MOVED_PERMANENTLY, FOUND)),
          new Defect(
              "REDIRECT_PORT_LOST",
              "mesh.httproute.redirect.port",
              "Location keeps the request's port where a RequestRedirect changes nothing else.",
              () ->
                  redirects(
                      redirect -> redirect.hostname().isEmpty() && redirect.status() == FOUND,
                      redirect -> redirect.withPort(Optional.empty()))),
          new Defect(
              "REDIRECT_PORT_KEEPS_HOST",
              "mesh.httproute.redirect.port-and-host",
              "Location keeps the request's host where a port is configured too.",
              () ->
                  redirects(
                      redirect -> redirect.port().isPresent(),
                      redirect -> redirect.withHostname(Optional.empty()))),
          new Defect(
              "REDIRECT_PORT_STATUS_IGNORED",
              "mesh.httproute.redirect.port-and-status",
              "A RequestRedirect with a port and statusCode 301 answers 302.",
              () -> status(redirect -> redirect.port().isPresent(), MOVED_PERMANENTLY, FOUND)),
          new Defect(
              "REDIRECT_SCHEME_LOST",
              "mesh.httproute.redirect.scheme",
              "Location keeps the request's scheme where a RequestRedirect changes nothing else.",
              () ->
                  redirects(
                      redirect -> redirect.hostname().isEmpty() && redirect.status() == FOUND,
                      redirect -> redirect.withScheme(Optional.empty()))),
          new Defect(
              "REDIRECT_SCHEME_KEEPS_HOST",
              "mesh.httproute.redirect.scheme-and-host",
              "Location keeps the request's host where a scheme is configured too.",
              () ->
                  redirects(
                      redirect -> redirect.scheme().isPresent(),
                      redirect -> redirect.withHostname(Optional.empty()))),
          new Defect(
              "REDIRECT_SCHEME_STATUS_IGNORED",
              "mesh.httproute.redirect.scheme-and-status",
              "A RequestRedirect with a scheme and statusCode 301 answers 302.",
              () -> status(redirect -> redirect.scheme().isPresent(), MOVED_PERMANENTLY, FOUND)),
          new Defect(
              "REWRITE_PREFIX_LOSES_REST",
              "mesh.httproute.rewrite.prefix",
              "ReplacePrefixMatch forwards the replacement, without what follows the prefix.",
              () ->
                  rewrites(
                      (path, _) ->
                          path instanceof PathRewrite.Prefix(_, String replacement)
                                  && !replacement.isEmpty()
                              ? withoutRest(path)
                              : path)),
          new Defect(
              "REWRITE_STRIP_IGNORED",
              "mesh.httproute.rewrite.prefix.strip",
              "ReplacePrefixMatch with / forwards the path as it came.",
              () ->
                  rewrites(
                      (path, _) ->
                          path instanceof PathRewrite.Prefix(_, String replacement)
                                  && replacement.isEmpty()
                              ? PathRewrite.KEEP
                              : path)),
          new Defect(
              "REWRITE_FULL_KEEPS_REST",
              "mesh.httproute.rewrite.full",
              "ReplaceFullPath forwards with what follows the prefix that matched.",
              () -> rewrites(TargetDefects::withRest)),
          new Defect(
              "REWRITE_DROPS_HEADER_EDITS",
              "mesh.httproute.rewrite.and-headers",
              "A rule with a URLRewrite leaves its changes of headers out.",
              () ->
                  ConfigFaults.forwards(
                      forward ->
                          forward.rewrite().equals(UrlRewrite.NONE)
                              ? forward
                              : forward.withRequest(HeaderEdits.NONE))));

  private TargetDefects() {}

  private static Faults redirects(Predicate<Redirect> which, UnaryOperator<Redirect> change) {
    return ConfigFaults.redirects(
        redirect -> which.test(redirect) ? change.apply(redirect) : redirect);
  }

  private static Faults status(Predicate<Redirect> which, int truth, int said) {
    return redirects(
        redirect -> redirect.status() == truth && which.test(redirect),
        redirect -> redirect.withStatus(said));
  }

  private static boolean isOfHostAlone(Redirect redirect) {
    return redirect.scheme().isEmpty()
        && redirect.port().isEmpty()
        && redirect.path().equals(PathRewrite.KEEP);
  }

  private static boolean changesPath(Redirect redirect) {
    return !redirect.path().equals(PathRewrite.KEEP);
  }

  private interface RewriteChange {
    PathRewrite apply(PathRewrite path, HttpRule rule);
  }

  /** Changes how the path is rewritten, where nothing else is asked for. */
  private static Faults rewrites(RewriteChange change) {
    return ConfigFaults.rules(
        (rule, _) ->
            rule.action() instanceof Forward forward && forward.request().isEmpty()
                ? rule.withAction(
                    forward.withRewrite(
                        new UrlRewrite(
                            forward.rewrite().hostname(),
                            change.apply(forward.rewrite().path(), rule))))
                : rule);
  }

  private static PathRewrite withoutRest(PathRewrite path) {
    return path instanceof PathRewrite.Prefix(_, String replacement)
        ? new PathRewrite.Full(replacement)
        : path;
  }

  private static PathRewrite withRest(PathRewrite path, HttpRule rule) {
    return path instanceof PathRewrite.Full(String replacement)
            && rule.matches().getFirst().path() instanceof PathMatch.Prefix(String prefix)
        ? new PathRewrite.Prefix(prefix, replacement)
        : path;
  }
}
