package dev.waymark.dataplane.routing;

import dev.waymark.model.RuleAction;
import java.time.Duration;

/** What is to be done with a request. */
public sealed interface Action {
  /** No rule matches. */
  Reply NOT_FOUND = new Reply(404);

  /** The host belongs to another listener than the connection (RFC 9110 §15.5.20). */
  Reply MISDIRECTED = new Reply(421);

  /** Answer without a body. */
  record Reply(int status) implements Action {}

  /** Answer with a redirect. */
  record Redirect(Location location, int status, Edits response) implements Action {}

  /** Send it on. */
  record Forward(
      Edits request,
      Edits response,
      TargetRewrite rewrite,
      Timeouts timeouts,
      WeightedChoice choice)
      implements Action {}

  /**
   * How long a request may take, in nanoseconds; zero for no limit of the route's own.
   *
   * @param request from its arrival to the end of the response
   * @param backend one attempt at a backend
   * @param own whether the route says anything about time, if only that there is no limit
   */
  record Timeouts(long request, long backend, boolean own) {
    /**
     * What ends first; an attempt begins with the request, since nothing is sent twice to make up
     * for time.
     */
    public long shortest() {
      return request == 0 || (backend > 0 && backend < request) ? backend : request;
    }

    static Timeouts of(dev.waymark.model.Timeouts timeouts) {
      return new Timeouts(
          timeouts.request().map(Duration::toNanos).orElse(0L),
          timeouts.backend().map(Duration::toNanos).orElse(0L),
          timeouts.request().isPresent() || timeouts.backend().isPresent());
    }
  }

  /** Compiles the model's form. */
  static Action of(RuleAction action) {
    return switch (action) {
      case RuleAction.Fail fail -> new Reply(fail.status());
      case RuleAction.Redirect redirect ->
          new Redirect(Location.of(redirect), redirect.status(), Edits.of(redirect.response()));
      case RuleAction.Forward forward ->
          new Forward(
              Edits.of(forward.request()),
              Edits.of(forward.response()),
              TargetRewrite.of(forward.rewrite()),
              Timeouts.of(forward.timeouts()),
              WeightedChoice.of(forward.backends()));
    };
  }
}
