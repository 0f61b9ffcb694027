package dev.waymark.dataplane.ztunnel;

import static dev.waymark.dataplane.ztunnel.TestMesh.at;
import static dev.waymark.dataplane.ztunnel.TestMesh.inService;
import static dev.waymark.dataplane.ztunnel.TestMesh.pod;
import static dev.waymark.dataplane.ztunnel.TestMesh.service;
import static dev.waymark.dataplane.ztunnel.TestMesh.unhealthy;
import static dev.waymark.dataplane.ztunnel.TestMesh.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.hbone.HboneServer;
import dev.waymark.dataplane.ztunnel.EndpointChoice.Endpoint;
import dev.waymark.model.workload.ApplicationTunnel;
import dev.waymark.model.workload.LoadBalancing;
import dev.waymark.model.workload.LoadBalancing.Mode;
import dev.waymark.model.workload.LoadBalancing.Scope;
import dev.waymark.model.workload.Locality;
import dev.waymark.model.workload.MeshService;
import dev.waymark.model.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which endpoints of a Service take connections, and how many each. */
class EndpointChoiceTests {
  private static final List<Scope> PREFER_ZONE = List.of(Scope.NETWORK, Scope.REGION, Scope.ZONE);
  private static final Workload CLIENT = near("client", "10.0.0.1", "node-1", "north", "a");

  /** One on the client's node, one in its zone, one in its region, one far away. */
  private static final List<Workload> SPREAD =
      List.of(
          near("here", "10.0.1.1", "node-1", "north", "a"),
          near("zone", "10.0.1.2", "node-2", "north", "a"),
          near("region", "10.0.1.3", "node-3", "north", "b"),
          near("far", "10.0.1.4", "node-4", "south", "a"));

  static Stream<Arguments> preferences() {
    return Stream.of(
        Arguments.of(
            "nothing",
            Mode.UNSPECIFIED,
            PREFER_ZONE,
            SPREAD,
            Set.of("here", "zone", "region", "far")),
        Arguments.of("the best first", Mode.FAILOVER, PREFER_ZONE, SPREAD, Set.of("here", "zone")),
        Arguments.of(
            "the second best", Mode.FAILOVER, PREFER_ZONE, SPREAD.subList(2, 4), Set.of("region")),
        Arguments.of(
            "what there is", Mode.FAILOVER, PREFER_ZONE, SPREAD.subList(3, 4), Set.of("far")),
        Arguments.of("the node", Mode.STRICT, List.of(Scope.NODE), SPREAD, Set.of("here")),
        Arguments.of(
            "no other node", Mode.STRICT, List.of(Scope.NODE), SPREAD.subList(1, 4), Set.of()),
        Arguments.of(
            "a zone of the same name elsewhere is another",
            Mode.STRICT,
            PREFER_ZONE,
            SPREAD.subList(3, 4),
            Set.of()));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("preferences")
  void endpointsArePreferredByWhereTheyAre(
      String preferred, Mode mode, List<Scope> scopes, List<Workload> pods, Set<String> chosen) {
    MeshService service = balanced(new LoadBalancing(scopes, mode, true));

    assertThat(chosen(service, pods)).isEqualTo(chosen);
  }

  @Test
  void theBestEndpointsAreThoseThatAreHealthy() {
    MeshService service = balanced(new LoadBalancing(PREFER_ZONE, Mode.FAILOVER, true));

    assertThat(
            chosen(
                service,
                List.of(unhealthy(SPREAD.get(0)), unhealthy(SPREAD.get(1)), SPREAD.get(2))))
        .containsExactly("region");
  }

  @Test
  void aServiceMayPublishEndpointsThatAreNotReady() {
    List<Workload> pods = List.of(unhealthy(SPREAD.get(0)));

    assertThat(chosen(balanced(LoadBalancing.EVEN), pods)).isEmpty();
    assertThat(chosen(balanced(new LoadBalancing(List.of(), Mode.UNSPECIFIED, false)), pods))
        .containsExactly("here");
  }

  @Test
  void connectionsAreSharedByCapacity() {
    TestMesh mesh = new TestMesh().put(CLIENT);
    mesh.put(inService(at(pod("small", "10.0.1.1"), "n", Locality.UNKNOWN, 1), "cart", 80, 8080));
    mesh.put(inService(at(pod("large", "10.0.1.2"), "n", Locality.UNKNOWN, 3), "cart", 80, 8080));
    Random dice = new Random(1);
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 4000; i++) {
      choose(balanced(LoadBalancing.EVEN), 80, mesh, dice)
          .ifPresent(endpoint -> counts.merge(endpoint.workload().name(), 1, Integer::sum));
    }

    // The standard deviation of a count is 27; six of them.
    assertThat(counts.get("small")).isBetween(1000 - 165, 1000 + 165);
    assertThat(counts.get("large")).isEqualTo(4000 - counts.get("small"));
  }

  @Test
  void anEndpointIsReachedOnItsOwnPort() {
    TestMesh mesh = new TestMesh().put(inService(pod("one", "10.0.1.1"), "cart", 80, 9999));

    assertThat(port(mesh, 80)).contains(9999);
  }

  @Test
  void anEndpointWithoutANumberOfItsOwnTakesTheServices() {
    TestMesh mesh = new TestMesh().put(inService(pod("one", "10.0.1.1"), "cart", 80, 0));

    assertThat(port(mesh, 80)).contains(8080);
  }

  @Test
  void aPortThatNoEndpointServesHasNone() {
    TestMesh mesh = new TestMesh().put(inService(pod("one", "10.0.1.1"), "cart", 80, 8080));

    assertThat(port(mesh, 81)).isEmpty();
  }

  @Test
  void aWaypointNeedNotDeclareThePortOfTunnelsIfItTakesThemForAnApplication() {
    ApplicationTunnel proxy = new ApplicationTunnel(ApplicationTunnel.Protocol.PROXY, 15088);
    Workload bare = inService(pod("waypoint", "10.0.1.1"), "cart", 80, 8080);
    MeshService front = balanced(LoadBalancing.EVEN);

    assertThat(tunnelPort(front, bare)).isEmpty();
    assertThat(tunnelPort(front, with(bare, proxy))).contains(HboneServer.PORT);
  }

  private static Optional<Integer> tunnelPort(MeshService front, Workload waypoint) {
    return EndpointChoice.ofWaypoint(
            front, HboneServer.PORT, CLIENT, new TestMesh().put(waypoint).view(), new Random(1))
        .map(endpoint -> endpoint.address().getPort());
  }

  private static Optional<Integer> port(TestMesh mesh, int port) {
    return choose(balanced(LoadBalancing.EVEN), port, mesh, new Random(1))
        .map(endpoint -> endpoint.address().getPort());
  }

  /** With four endpoints the chance that 100 throws miss one of them is below 1e-11. */
  private static Set<String> chosen(MeshService service, List<Workload> pods) {
    TestMesh mesh = new TestMesh().put(CLIENT);
    pods.forEach(pod -> mesh.put(inService(pod, "cart", 80, 8080)));
    Random dice = new Random(1);
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < 100; i++) {
      choose(service, 80, mesh, dice).ifPresent(one -> names.add(one.workload().name()));
    }
    return names;
  }

  private static Optional<Endpoint> choose(
      MeshService service, int port, TestMesh mesh, Random dice) {
    return EndpointChoice.of(service, port, CLIENT, mesh.view(), dice);
  }

  private static MeshService balanced(LoadBalancing balancing) {
    return service("cart", "10.96.0.1", 80, 8080, null, balancing);
  }

  private static Workload near(
      String name, String address, String node, String region, String zone) {
    return at(pod(name, address), node, new Locality(region, zone, ""), 1);
  }
}
