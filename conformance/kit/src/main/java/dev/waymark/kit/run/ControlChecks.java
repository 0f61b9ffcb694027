package dev.waymark.kit.run;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Names;
import dev.waymark.kit.Request;
import dev.waymark.kit.Subject;
import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.Scope;
import dev.waymark.kit.result.Control;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.verdict.Expectation;
import dev.waymark.kit.verdict.Expectation.Term;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Matcher;
import dev.waymark.kit.verdict.Patience;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Carries out the controls: see {@link Control}. */
final class ControlChecks {
  private static final String NAMESPACE = "waymark-controls";
  private static final String ECHOED = "Echoing back request made to";

  private final Session session;
  private final Names names;

  ControlChecks(Session session) {
    this.session = session;
    Names base = session.baseNames();
    this.names =
        new Names(
            base.run(), Tokens.of(session.options().seed(), "controls"), base.shared(), Set.of());
  }

  /**
   * Carries all of them out.
   *
   * @param when {@link Control#FIRST} or {@link Control#LAST}
   */
  void run(String when) throws InterruptedException {
    GatewayCall call = call();
    Answer good = Answer.from("control", NAMESPACE).seenAsSent();
    long deadline = session.options().deadline().toMillis();
    control(
        when,
        Control.KNOWN_GOOD,
        call,
        good.of(call),
        Patience.eventually(call.looksInARow(), deadline));
    // Only the one who answered is wrong with it: a comparison that looks at nothing but the status
    // would let it pass.
    control(
        when,
        Control.POISONED,
        call,
        Answer.from("decoy", NAMESPACE).seenAsSent().of(call),
        Patience.always(call.looksInARow(), deadline));
    control(when, Control.DECOY, new Requests(), quietDecoy(), Patience.always(1, deadline));
  }

  private void control(
      String when, String name, Subject subject, Expectation expectation, Patience patience)
      throws InterruptedException {
    Scope scope = Scope.ofTest(0, when).check(name);
    session.log().record(at -> new Event.Started(at, scope));
    try {
      new Asking(session.log(), scope).ask(false, subject, expectation, patience);
    } catch (EnvironmentFailure e) {
      session.threw(scope, e);
      throw e;
    } finally {
      session.log().record(at -> new Event.Ended(at, scope));
    }
  }

  private GatewayCall call() throws InterruptedException {
    Request request = Request.get("/known-good").host("control.example.com");
    return new GatewayCall(
        "Service control",
        InetSocketAddress.createUnresolved(address(), 80),
        request,
        names.seeded(request),
        names,
        session.wire());
  }

  private String address() throws InterruptedException {
    Objects.Ref ref = new Objects.Ref("v1", "Service", names.namespace(NAMESPACE), "control");
    Expectation addressed =
        new Expectation(
            List.of(new Term(List.of("loadBalancer", "ingress"), new Matcher.Present())));
    try (WatchedStatus status =
        new WatchedStatus(session.objects(), ref, NAMESPACE, "control", names, Controllers.NONE)) {
      Patience patience = Patience.eventually(1, session.options().provisioning().toMillis());
      new Asking(session.log(), BaseFixture.SCOPE).ask(true, status, addressed, patience);
      JsonNode first = status.observe().path("loadBalancer").path("ingress").path(0);
      String address = first.path("ip").asString(first.path("hostname").asString(""));
      if (address.isEmpty()) {
        throw new EnvironmentFailure(
            ref + " of type LoadBalancer got no address.",
            "Give the cluster load balancers (the embedded one has them); Gateways need them as"
                + " well.");
      }
      return address;
    }
  }

  private static Expectation quietDecoy() {
    return new Expectation(
        List.of(
            new Term(List.of("requests seen by decoy"), new Matcher.Equal(Json.number(0))),
            // a log that couldn't be read would make any decoy quiet
            new Term(
                List.of("requests seen by control"), new Matcher.Between(1, Integer.MAX_VALUE))));
  }

  /** How many requests the two have seen, by their logs. */
  private final class Requests implements Subject {
    @Override
    public String says() {
      return "the logs of the workloads decoy and control";
    }

    @Override
    public JsonNode observe() {
      String namespace = names.namespace(NAMESPACE);
      return Json.object()
          .put("requests seen by decoy", session.objects().logLines(namespace, "decoy", ECHOED))
          .put(
              "requests seen by control", session.objects().logLines(namespace, "control", ECHOED));
    }

    @Override
    public void awaitChange(Duration atMost) {}

    @Override
    public int looksInARow() {
      return 1;
    }

    @Override
    public String shellLine() {
      return "kubectl logs -n %s -l app=decoy".formatted(names.namespace(NAMESPACE));
    }
  }
}
