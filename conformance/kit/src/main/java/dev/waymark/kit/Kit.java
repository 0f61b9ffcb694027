package dev.waymark.kit;

import dev.waymark.kit.verdict.Shares;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/**
 * What a test works with. Handed to {@code @Check} and {@code @BeforeAll} methods of a {@link
 * ConformanceTest}.
 *
 * <p>Tests speak in stable names; what the kit sends, applies and expects carries this run's {@link
 * Names}. Everything that is expected, observed and changed goes to the evidence log, and the
 * verdict follows from the log alone. A method that returns normally says that the expectation
 * held; otherwise it throws and the check ends there.
 *
 * <p>Used by the thread that runs the check.
 */
public interface Kit {
  /** The base fixture's namespace with the shared Gateways and most backends. */
  String INFRA = "gateway-conformance-infra";

  /** The base fixture's namespace with the app backends. */
  String APP = "gateway-conformance-app-backend";

  /** The base fixture's namespace with the web backend. */
  String WEB = "gateway-conformance-web-backend";

  /** The base fixture's namespace in the mesh, with the echo workloads and a client. */
  String MESH = "gateway-conformance-mesh";

  /** The base fixture's namespace in the mesh that has a client alone. */
  String CONSUMER = "gateway-conformance-mesh-consumer";

  /** How stable names are mapped. */
  Names names();

  /**
   * A client of the cluster, for what has no method here. It takes this run's names: see {@link
   * #names}.
   */
  KubernetesClient client();

  /** The Gateway of this name in the main namespace; waits for its address. */
  default Gateway gateway(String name) {
    return gateway(INFRA, name);
  }

  /**
   * A Gateway; waits by watch until it has an address.
   *
   * @param namespace its namespace in stable names
   * @param name its name in the manifests
   */
  Gateway gateway(String namespace, String name);

  /** A Pod of a workload in the mesh's namespace, to make requests from. */
  default ClientPod pod(String workload) {
    return pod(MESH, workload);
  }

  /**
   * A Pod of a workload, to make requests from.
   *
   * @param namespace its namespace in stable names
   * @param workload its Deployment's name, which is the value of the Pods' label {@code app} too
   */
  ClientPod pod(String namespace, String workload);

  /**
   * The path that a request takes, as the implementation's proxies tell of it. Of what is not
   * claimed to be told nothing is judged: tests that use this need {@code HopReporting}.
   *
   * @param call from a client's Pod
   */
  TakenPath path(Call call);

  /** The status of an object in the main namespace. */
  default ObjectStatus status(String kind, String name) {
    return status(kind, INFRA, name);
  }

  /** The status of an object. An empty namespace is for cluster-scoped kinds. */
  ObjectStatus status(String kind, String namespace, String name);

  /** What the checks rest on. When it doesn't come to hold, they are BLOCKED. */
  <S extends Subject> void given(S subject, Expected<? super S> expected);

  /** Holds soon, and then several times in a row. When it doesn't, the check fails. */
  <S extends Subject> void expect(S subject, Expected<? super S> expected);

  /**
   * Holds soon, and then stays so for a while. For what also holds when an implementation does
   * nothing, such as a 404; do it after an expectation which shows that the fixture is in force.
   */
  <S extends Subject> void expectStays(S subject, Expected<? super S> expected);

  /** Holds at each of so many looks, from the first on. For what may not happen even once. */
  <S extends Subject> void expectAlways(S subject, Expected<? super S> expected, int looks);

  /**
   * Requests are shared among backends by weight. Sends as many as it takes for a false alarm in at
   * most one of a million runs while a share that is five points off is seen with a probability of
   * at least 0.99 ({@link Shares}). Call it when the route is known to be in force.
   *
   * @param call answered by any of the backends
   * @param weights by backend name or {@link Shares#NO_BACKEND}; other backends are not looked at
   */
  default void expectShares(Call call, Map<String, Integer> weights) {
    expectShares(call, Shares.of(weights));
  }

  /** Of so many requests that a trace would show, none reaches this backend. */
  default void expectUnreached(Call call, String backend) {
    expectShares(call, Shares.none(backend));
  }

  /** Sends as many requests as the plan says, once, and compares who answered. */
  void expectShares(Call call, Shares shares);

  /** Ends the check: the implementation shows nothing that this could be judged by. */
  void untestable(String why);

  /**
   * Applies manifests during a check: resources beside the test class, mapped like its other
   * manifests.
   */
  void apply(String... manifests);

  /**
   * Changes an object.
   *
   * @param kind for example {@code HTTPRoute}
   * @param namespace in stable names; empty for a cluster-scoped kind
   * @param name in stable names
   * @param patch a JSON merge patch (RFC 7386) as JSON or YAML, mapped like a manifest of that kind
   */
  void patch(String kind, String namespace, String name, String patch);

  /** Deletes an object; doesn't wait until it is gone. */
  void delete(String kind, String namespace, String name);

  /**
   * The certificate in a Secret that the kit filled (see the annotation {@code
   * waymark.dev/certificate-hosts}), as PEM.
   */
  String certificatePem(String namespace, String secret);
}
