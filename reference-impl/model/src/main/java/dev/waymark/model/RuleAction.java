package dev.waymark.model;

import java.util.List;
import java.util.Optional;

/** What a rule does with a request: exactly one of forward, redirect, fail. */
public sealed interface RuleAction {
  /**
   * Sends the request on to one of the backends, chosen anew for every request, in proportion to
   * the weights.
   *
   * @param request edits of the request's header, before those of the chosen backend
   * @param response edits of the response's header, after those of the chosen backend
   * @param rewrite what to change in the request's target
   * @param backends at least one with a weight above zero
   */
  record Forward(
      HeaderEdits request,
      HeaderEdits response,
      UrlRewrite rewrite,
      Timeouts timeouts,
      List<WeightedBackend> backends)
      implements RuleAction {
    public Forward {
      backends = List.copyOf(backends);
      if (backends.stream().allMatch(backend -> backend.weight() == 0)) {
        throw new IllegalArgumentException("no backend has a weight; the rule must fail instead");
      }
    }

    /** A plain forward. */
    public static Forward to(List<WeightedBackend> backends) {
      return new Forward(
          HeaderEdits.NONE, HeaderEdits.NONE, UrlRewrite.NONE, Timeouts.NONE, backends);
    }

    /** This forward to other backends. */
    public Forward withBackends(List<WeightedBackend> replacement) {
      return new Forward(request, response, rewrite, timeouts, replacement);
    }

    /** This forward with other edits of the request. */
    public Forward withRequest(HeaderEdits replacement) {
      return new Forward(replacement, response, rewrite, timeouts, backends);
    }

    /** This forward with other edits of the response. */
    public Forward withResponse(HeaderEdits replacement) {
      return new Forward(request, replacement, rewrite, timeouts, backends);
    }

    /** This forward with another change of the target. */
    public Forward withRewrite(UrlRewrite replacement) {
      return new Forward(request, response, replacement, timeouts, backends);
    }
  }

  /**
   * Answers with a redirect. What is absent is taken from the request: its scheme, its host, its
   * path. The query is kept.
   *
   * @param scheme {@code http} or {@code https}
   * @param hostname without a port
   * @param port where it is absent, the port of the location is the well-known one of the scheme if
   *     the redirect names a scheme, else the listener's. A location never spells out the
   *     well-known port of its scheme
   * @param path how the path changes
   * @param status 301, 302, 303, 307 or 308
   * @param response edits of the response's header
   */
  record Redirect(
      Optional<Scheme> scheme,
      Optional<String> hostname,
      Optional<Integer> port,
      PathRewrite path,
      int status,
      HeaderEdits response)
      implements RuleAction {
    public Redirect {
      switch (status) {
        case 301, 302, 303, 307, 308 -> {}
        default ->
            throw new IllegalArgumentException(
                "redirect status: " + status + " (expected: 301, 302, 303, 307 or 308)");
      }
    }

    /** This redirect to another scheme. */
    public Redirect withScheme(Optional<Scheme> replacement) {
      return new Redirect(replacement, hostname, port, path, status, response);
    }

    /** This redirect to another host. */
    public Redirect withHostname(Optional<String> replacement) {
      return new Redirect(scheme, replacement, port, path, status, response);
    }

    /** This redirect to another port. */
    public Redirect withPort(Optional<Integer> replacement) {
      return new Redirect(scheme, hostname, replacement, path, status, response);
    }

    /** This redirect with another change of the path. */
    public Redirect withPath(PathRewrite replacement) {
      return new Redirect(scheme, hostname, port, replacement, status, response);
    }

    /** This redirect with another status. */
    public Redirect withStatus(int replacement) {
      return new Redirect(scheme, hostname, port, path, replacement, response);
    }
  }

  /**
   * Answers without asking any backend, because the route says nothing that could be done.
   *
   * @param status 400 to 599
   * @param reason for the log, never for the client
   */
  record Fail(int status, String reason) implements RuleAction {
    public Fail {
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException("status: " + status + " (expected: 400 to 599)");
      }
    }
  }
}
