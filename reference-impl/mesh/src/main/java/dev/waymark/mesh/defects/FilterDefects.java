package dev.waymark.mesh.defects;

import dev.waymark.model.HeaderEdits;
import dev.waymark.model.PathRewrite;
import dev.waymark.model.RuleAction.Forward;
import dev.waymark.model.RuleAction.Redirect;
import dev.waymark.model.Scheme;
import dev.waymark.model.WeightedBackend;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Faults in forwarding, filters and weights, as far as a configuration can be made to say them. */
final class FilterDefects {
  private static final int FOUND = 302;
  private static final int MOVED_PERMANENTLY = 301;
  private static final int POD_PORT = 8080;
  private static final int PERCENT = 100;

  static final List<Defect> ALL =
      List.of(
          new Defect(
              "HEADER_SET_APPENDS",
              "httproute.filter.request-headers.set-present",
              "set appends to a header that is there.",
              () ->
                  edits(
                      edits ->
                          edits.set().size() == 1 && edits.add().isEmpty()
                              ? new HeaderEdits(List.of(), edits.set(), edits.remove())
                              : edits)),
          new Defect(
              "HEADER_ADD_REPLACES",
              "httproute.filter.request-headers.add-present",
              "add replaces a header that is there.",
              () ->
                  edits(
                      edits ->
                          edits.add().size() == 1 && edits.set().isEmpty()
                              ? new HeaderEdits(edits.add(), List.of(), edits.remove())
                              : edits)),
          new Defect(
              "HEADER_FILTER_ONLY_FIRST_ENTRIES",
              "httproute.filter.request-headers.several",
              "Only the first entry of set, of add and of remove is carried out.",
              () ->
                  edits(
                      edits ->
                          new HeaderEdits(
                              edits.set().stream().limit(1).toList(),
                              edits.add().stream().limit(1).toList(),
                              edits.remove().stream().limit(1).toList()))),
          new Defect(
              "REDIRECT_KEEPS_HOST",
              "httproute.redirect.hostname",
              "Location keeps the request's host.",
              () ->
                  ConfigFaults.redirects(
                      redirect ->
                          new Redirect(
                              redirect.scheme(),
                              Optional.empty(),
                              redirect.port(),
                              redirect.path(),
                              redirect.status(),
                              redirect.response()))),
          new Defect(
              "REDIRECT_DEFAULT_STATUS_PERMANENT",
              "httproute.redirect.status-default",
              "A RequestRedirect without statusCode answers 301.",
              () -> redirectStatus(FOUND, MOVED_PERMANENTLY)),
          new Defect(
              "REDIRECT_STATUS_IGNORED",
              "httproute.redirect.status-configured",
              "Every RequestRedirect answers 302.",
              () -> ConfigFaults.redirects(redirect -> withStatus(redirect, FOUND))),
          new Defect(
              "REDIRECT_SCHEME_HTTPS",
              "httproute.redirect.scheme",
              "Location's scheme is https where none is configured.",
              () ->
                  ConfigFaults.redirects(
                      redirect ->
                          new Redirect(
                              redirect.scheme().or(() -> Optional.of(Scheme.HTTPS)),
                              redirect.hostname(),
                              redirect.port(),
                              redirect.path(),
                              redirect.status(),
                              redirect.response()))),
          new Defect(
              "REDIRECT_PATH_LOST",
              "httproute.redirect.path",
              "Location's path is /.",
              () ->
                  ConfigFaults.redirects(
                      redirect ->
                          new Redirect(
                              redirect.scheme(),
                              redirect.hostname(),
                              redirect.port(),
                              new PathRewrite.Full("/"),
                              redirect.status(),
                              redirect.response()))),
          new Defect(
              "REDIRECT_PORT_OF_POD",
              "httproute.redirect.port",
              "Location names a port that only the gateway's Pod knows.",
              () ->
                  ConfigFaults.redirects(
                      redirect ->
                          new Redirect(
                              redirect.scheme(),
                              redirect.hostname(),
                              redirect.port().or(() -> Optional.of(POD_PORT)),
                              redirect.path(),
                              redirect.status(),
                              redirect.response()))),
          new Defect(
              "WEIGHTS_IGNORED",
              "httproute.weight.share",
              "Backends with a weight above 0 get equal shares.",
              () ->
                  ConfigFaults.forwards(
                      forward ->
                          forward.withBackends(
                              forward.backends().stream()
                                  .map(
                                      backend ->
                                          backend.weight() > 0 ? backend.withWeight(1) : backend)
                                  .toList()))),
          new Defect(
              "WEIGHT_ZERO_SERVED",
              "httproute.weight.zero",
              "A backend with weight 0 gets one percent of its rule's requests.",
              () -> ConfigFaults.forwards(FilterDefects::withShareForZero)));

  private FilterDefects() {}

  private static Faults edits(UnaryOperator<HeaderEdits> change) {
    return ConfigFaults.forwards(forward -> forward.withRequest(change.apply(forward.request())));
  }

  private static Faults redirectStatus(int truth, int said) {
    return ConfigFaults.redirects(
        redirect -> redirect.status() == truth ? withStatus(redirect, said) : redirect);
  }

  private static Redirect withStatus(Redirect redirect, int status) {
    return new Redirect(
        redirect.scheme(),
        redirect.hostname(),
        redirect.port(),
        redirect.path(),
        status,
        redirect.response());
  }

  /**
   * One in a hundred: the others' weights times 99, and the rule's sum of weights for the zeros.
   */
  private static Forward withShareForZero(Forward forward) {
    long zeros = forward.backends().stream().filter(backend -> backend.weight() == 0).count();
    if (zeros == 0) {
      return forward;
    }
    int sum = forward.backends().stream().mapToInt(WeightedBackend::weight).sum();
    return forward.withBackends(
        forward.backends().stream()
            .map(
                backend ->
                    backend.withWeight(
                        backend.weight() == 0
                            ? Math.max(1, Math.toIntExact(sum / zeros))
                            : Math.min(
                                WeightedBackend.MAX_WEIGHT, backend.weight() * (PERCENT - 1))))
            .toList());
  }
}
