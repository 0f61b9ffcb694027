package dev.waymark.kit.run;

import dev.waymark.kit.Call;
import dev.waymark.kit.ClientPod;
import dev.waymark.kit.Expected;
import dev.waymark.kit.Gateway;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Names;
import dev.waymark.kit.ObjectStatus;
import dev.waymark.kit.Request;
import dev.waymark.kit.Status;
import dev.waymark.kit.Subject;
import dev.waymark.kit.TakenPath;
import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.plan.MeshWords;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.verdict.Expectation;
import dev.waymark.kit.verdict.Expectation.Term;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Matcher;
import dev.waymark.kit.verdict.Patience;
import dev.waymark.kit.verdict.Shares;
import dev.waymark.kit.verdict.Standing;
import dev.waymark.kit.verdict.Verdict;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The kit in the hands of one check, or of what is done for all checks of a test. Used by one
 * thread.
 */
final class TestKit implements Kit, AutoCloseable {
  private static final String GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";

  private final Session session;
  private final TestFixture fixture;
  private final Asking asking;
  private final long deadlineMillis;
  private final List<Subject> opened = new ArrayList<>();

  TestKit(Session session, TestFixture fixture, Asking asking) {
    this.session = session;
    this.fixture = fixture;
    this.asking = asking;
    this.deadlineMillis = fixture.test().deadline().orElse(session.options().deadline()).toMillis();
  }

  @Override
  public Names names() {
    return fixture.names();
  }

  @Override
  public KubernetesClient client() {
    return session.cluster().client();
  }

  @Override
  public Gateway gateway(String namespace, String name) {
    Objects.Ref ref = fixture.ref("Gateway", namespace, name);
    String address = fixture.address(ref).orElseGet(() -> awaitAddress(ref, namespace, name));
    return new CalledGateway(name, address);
  }

  private String awaitAddress(Objects.Ref ref, String namespace, String name) {
    ObjectStatus status = status("Gateway", namespace, name);
    given(status, Status.of().with(new Matcher.Present(), "address", "value"));
    String address = look(status).path("address").path("value").asString();
    fixture.address(ref, address);
    return address;
  }

  @Override
  public ClientPod pod(String namespace, String workload) {
    return new CallingPod(workload, namespace, running(namespace, workload));
  }

  @Override
  public TakenPath path(Call call) {
    if (!(call instanceof PodCall made)) {
      throw new IllegalArgumentException("call: " + call.says() + " (expected: from a Pod)");
    }
    return new PodPath(
        made, session.cluster().client(), MeshWords.of(session.claims()).hopLogs(), names());
  }

  private Pods.RunningPod running(String namespace, String workload) {
    return running(namespace, "app", workload);
  }

  private Pods.RunningPod running(String namespace, String label, String value) {
    String mapped = names().namespace(namespace);
    return session
        .pods()
        .ready(mapped, label, value)
        .orElseThrow(
            () ->
                new EnvironmentFailure(
                    "No Pod with %s=%s is ready in namespace %s.".formatted(label, value, mapped),
                    "See why: kubectl describe pods -n %s -l %s=%s"
                        .formatted(mapped, label, value)));
  }

  /** Waits until the test's own workloads run: when they don't, no check of it can say anything. */
  void awaitWorkloads() {
    for (JsonNode document : Manifests.read(fixture.test().type(), fixture.test().manifests())) {
      Objects.Ref ref = Objects.Ref.of(document);
      if (ref.kind().equals("Deployment")) {
        int replicas = document.path("spec").path("replicas").asInt(1);
        Term available =
            new Term(List.of("availableReplicas"), new Matcher.Equal(Json.number(replicas)));
        ask(
            true,
            watched(ref.kind(), ref.namespace(), ref.name()),
            new Expectation(List.of(available)),
            Patience.eventually(1, session.options().provisioning().toMillis()));
      }
    }
  }

  @Override
  public ObjectStatus status(String kind, String namespace, String name) {
    fixture.looksAt(fixture.ref(kind, namespace, name));
    return watched(kind, namespace, name);
  }

  private WatchedStatus watched(String kind, String namespace, String name) {
    WatchedStatus status =
        new WatchedStatus(
            session.objects(),
            fixture.ref(kind, namespace, name),
            namespace,
            name,
            names(),
            Controllers.of(session.claims()));
    opened.add(status);
    return status;
  }

  @Override
  public <S extends Subject> void given(S subject, Expected<? super S> expected) {
    Patience patience = Patience.eventually(subject.looksInARow(), deadlineMillis(subject));
    ask(true, subject, expected.of(subject), patience);
  }

  @Override
  public <S extends Subject> void expect(S subject, Expected<? super S> expected) {
    Patience patience = Patience.eventually(subject.looksInARow(), deadlineMillis(subject));
    ask(false, subject, expected.of(subject), patience);
  }

  @Override
  public <S extends Subject> void expectStays(S subject, Expected<? super S> expected) {
    Patience patience =
        Patience.stays(
            subject.looksInARow(), session.options().hold().toMillis(), deadlineMillis(subject));
    ask(false, subject, expected.of(subject), patience);
  }

  @Override
  public <S extends Subject> void expectAlways(S subject, Expected<? super S> expected, int looks) {
    ask(false, subject, expected.of(subject), Patience.always(looks, deadlineMillis(subject)));
  }

  @Override
  public void expectShares(Call call, Shares shares) {
    // The sample's own duration is not a matter of convergence, so it has no deadline.
    ask(
        false,
        new ShareSample(call, shares),
        shares.expectation(),
        Patience.always(1, Long.MAX_VALUE));
  }

  @Override
  public void untestable(String why) {
    session.log().record(at -> new Event.Untestable(at, asking.scope(), why));
    throw new CheckFailed(Verdict.UNTESTABLE, why);
  }

  @Override
  public void apply(String... manifests) {
    fixture.apply(asking.scope(), List.of(manifests));
  }

  @Override
  public void patch(String kind, String namespace, String name, String patch) {
    fixture.patch(asking.scope(), kind, namespace, name, Manifests.parse(patch));
  }

  @Override
  public void delete(String kind, String namespace, String name) {
    fixture.delete(asking.scope(), kind, namespace, name);
  }

  @Override
  public String certificatePem(String namespace, String secret) {
    Objects.Ref ref = fixture.ref("Secret", namespace, secret);
    String encoded =
        session
            .objects()
            .get(ref)
            .map(found -> found.path("data").path("tls.crt").asString(""))
            .filter(data -> !data.isEmpty())
            .orElseThrow(() -> new IllegalStateException(ref + " has no certificate"));
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    opened.forEach(Subject::close);
    opened.clear();
  }

  /** Gateways may need a load balancer of a cloud before they have a status. */
  private long deadlineMillis(Subject subject) {
    return subject instanceof ObjectStatus status && status.kind().equals("Gateway")
        ? Math.max(deadlineMillis, session.options().provisioning().toMillis())
        : deadlineMillis;
  }

  private void ask(boolean given, Subject subject, Expectation expectation, Patience patience) {
    try {
      Standing standing = asking.ask(given, subject, expectation, patience);
      if (standing.state() != Standing.State.HOLDS) {
        throw new CheckFailed(
            given ? Verdict.BLOCKED : Verdict.FAIL,
            expectation.compare(look(subject)).stream()
                .findFirst()
                .map(mismatch -> subject.says() + ": " + mismatch.says())
                .orElse(subject.says() + ": held too late or not for long enough"));
      }
    } catch (InterruptedException e) {
      throw new Session.Cancelled(e);
    }
  }

  private static JsonNode look(Subject subject) {
    try {
      return subject.observe();
    } catch (InterruptedException e) {
      throw new Session.Cancelled(e);
    }
  }

  private final class CalledGateway implements Gateway {
    private final String name;
    private final String address;

    CalledGateway(String name, String address) {
      this.name = name;
      this.address = address;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Call sending(Request request) {
      return sending(request, request.tls() == null ? 80 : 443);
    }

    @Override
    public Call sending(Request request, int port) {
      return new GatewayCall(
          "Gateway " + name,
          InetSocketAddress.createUnresolved(address, port),
          request,
          names().seeded(request),
          names(),
          session.wire());
    }
  }

  private final class CallingPod implements ClientPod {
    private final String workload;
    private final String namespace;
    private final Pods.RunningPod pod;

    CallingPod(String workload, String namespace, Pods.RunningPod pod) {
      this.workload = workload;
      this.namespace = namespace;
      this.pod = pod;
    }

    @Override
    public String workload() {
      return workload;
    }

    @Override
    public Call to(String service, int port, Request request) {
      return call(names().object("Service", namespace, service), port, request);
    }

    @Override
    public Call to(String target, String service, int port, Request request) {
      String name = names().object("Service", target, service);
      return call(name + "." + names().namespace(target), port, request);
    }

    @Override
    public Call toPodOf(String target, String other, int port, Request request) {
      return call(running(target, other).address(), port, request);
    }

    @Override
    public Call toPodOfGateway(String target, String gateway, int port, Request request) {
      String name = names().object("Gateway", target, gateway);
      return call(running(target, GATEWAY_NAME, name).address(), port, request);
    }

    private Call call(String host, int port, Request request) {
      return new PodCall(
          session.pods(),
          pod,
          InetSocketAddress.createUnresolved(host, port),
          request,
          names(),
          session.wire().timeout());
    }
  }
}
