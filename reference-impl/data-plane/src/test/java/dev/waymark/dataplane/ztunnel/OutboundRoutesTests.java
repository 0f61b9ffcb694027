package dev.waymark.dataplane.ztunnel;

import static dev.waymark.dataplane.ztunnel.TestMesh.host;
import static dev.waymark.dataplane.ztunnel.TestMesh.identity;
import static dev.waymark.dataplane.ztunnel.TestMesh.inService;
import static dev.waymark.dataplane.ztunnel.TestMesh.pod;
import static dev.waymark.dataplane.ztunnel.TestMesh.service;
import static dev.waymark.dataplane.ztunnel.TestMesh.waypoint;
import static dev.waymark.dataplane.ztunnel.TestMesh.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.hbone.Authority;
import dev.waymark.model.workload.ApplicationTunnel;
import dev.waymark.model.workload.GatewayAddress;
import dev.waymark.model.workload.LoadBalancing;
import dev.waymark.model.workload.LoadBalancing.Mode;
import dev.waymark.model.workload.MeshService;
import dev.waymark.model.workload.NamespacedHostname;
import dev.waymark.model.workload.TunnelProtocol;
import dev.waymark.model.workload.Workload;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where connections lead: the cases that Istio's ztunnel tells apart, each by its outcome. */
class OutboundRoutesTests {
  private static final Workload CLIENT = pod("client", "10.0.0.1");
  private static final Workload SERVER = pod("server", "10.0.0.2");
  private static final LoadBalancing PASSTHROUGH =
      new LoadBalancing(List.of(), Mode.PASSTHROUGH, true);

  private final TestMesh mesh = new TestMesh().put(CLIENT);

  @Test
  void anUnknownDestinationIsReachedAsItIs() {
    assertThat(route("1.2.3.4:80")).isEqualTo(plain("1.2.3.4:80"));
  }

  @ParameterizedTest
  @ValueSource(ints = {15001, 15006, 15008, 15080})
  void thePortsOfTheProxyItselfAreNotReachedThroughLocalhost(int port) {
    assertThat(route("127.0.0.1:" + port)).isInstanceOf(Route.Nowhere.class);
    assertThat(route("[::1]:" + port)).isInstanceOf(Route.Nowhere.class);
  }

  @Test
  void aWorkloadWithoutTunnelsIsReachedPlainly() {
    mesh.put(with(SERVER, TunnelProtocol.NONE));

    assertThat(route("10.0.0.2:80")).isEqualTo(plain("10.0.0.2:80"));
  }

  @Test
  void aWorkloadWithTunnelsIsReachedThroughOne() {
    mesh.put(SERVER);

    assertThat(route("10.0.0.2:80"))
        .isEqualTo(tunnel("10.0.0.2:15008", "server", "10.0.0.2:80", null));
  }

  @Test
  void aWorkloadOnTheNetworkOfItsNodeIsNotKnownByItsAddress() {
    mesh.put(TestMesh.onNodeNetwork(SERVER));

    assertThat(route("10.0.0.2:80")).isEqualTo(plain("10.0.0.2:80"));
  }

  @Test
  void anAddressOfTwoWorkloadsBelongsToNone() {
    mesh.put(SERVER).put(pod("twin", "10.0.0.2"));

    assertThat(route("10.0.0.2:80")).isEqualTo(plain("10.0.0.2:80"));
  }

  @Test
  void aWorkloadComesBeforeAServiceWithItsAddress() {
    mesh.put(SERVER)
        .put(service("cart", "10.0.0.2", 80, 8080))
        .put(inService(pod("other", "10.0.0.3"), "cart", 80, 8080));

    assertThat(route("10.0.0.2:80"))
        .isEqualTo(tunnel("10.0.0.2:15008", "server", "10.0.0.2:80", null));
  }

  @Test
  void aServiceIsReachedAtThePortOfItsEndpoint() {
    mesh.put(service("cart", "10.96.0.1", 80, 8080)).put(inService(SERVER, "cart", 80, 8080));

    assertThat(route("10.96.0.1:80"))
        .isEqualTo(tunnel("10.0.0.2:15008", "server", "10.0.0.2:8080", "cart"));
  }

  @Test
  void aServicesEndpointWithoutTunnelsIsReachedPlainly() {
    mesh.put(service("cart", "10.96.0.1", 80, 8080))
        .put(with(inService(SERVER, "cart", 80, 8080), TunnelProtocol.NONE));

    assertThat(route("10.96.0.1:80")).isEqualTo(plain("10.0.0.2:8080"));
  }

  @Test
  void anEmptyServiceLeadsNowhere() {
    mesh.put(service("cart", "10.96.0.1", 80, 8080));

    assertThat(route("10.96.0.1:80")).isInstanceOf(Route.Nowhere.class);
  }

  @Test
  void aPortThatTheServiceDoesNotHaveLeadsNowhere() {
    mesh.put(service("cart", "10.96.0.1", 80, 8080)).put(inService(SERVER, "cart", 80, 8080));

    assertThat(route("10.96.0.1:81")).isInstanceOf(Route.Nowhere.class);
  }

  @Test
  void aServiceMayAskForNoChoice() {
    mesh.put(service("cart", "10.96.0.1", 80, 8080, null, PASSTHROUGH));

    assertThat(route("10.96.0.1:80")).isEqualTo(plain("10.96.0.1:80"));
  }

  @Test
  void theWaypointOfAServiceThatAsksForNoChoiceIsNotPassedBy() {
    mesh.put(service("cart", "10.96.0.1", 80, 8080, waypoint("waypoint"), PASSTHROUGH));
    putWaypoint();

    assertThat(route("10.96.0.1:80"))
        .isEqualTo(tunnel("10.0.0.9:15008", "waypoint", "10.96.0.1:80", "cart"));
  }

  @Test
  void aServicesWaypointIsAskedForWhatTheClientNamed() {
    mesh.put(fronted("cart")).put(inService(SERVER, "cart", 80, 8080));
    putWaypoint();

    assertThat(route("10.96.0.1:80"))
        .isEqualTo(tunnel("10.0.0.9:15008", "waypoint", "10.96.0.1:80", "cart"));
  }

  @Test
  void aServiceWhoseWaypointIsMissingLeadsNowhere() {
    mesh.put(fronted("cart")).put(inService(SERVER, "cart", 80, 8080));

    assertThat(route("10.96.0.1:80")).isInstanceOf(Route.Nowhere.class);
  }

  @Test
  void aServiceWhoseWaypointHasNoEndpointsLeadsNowhere() {
    mesh.put(fronted("cart"))
        .put(inService(SERVER, "cart", 80, 8080))
        .put(service("waypoint", "10.96.0.9", 15008, 15008));

    assertThat(route("10.96.0.1:80")).isInstanceOf(Route.Nowhere.class);
  }

  @Test
  void aWaypointBehindAPodsAddressIsFound() {
    GatewayAddress address = new GatewayAddress.Address(InetAddress.ofLiteral("10.0.0.9"), 15008);
    mesh.put(service("cart", "10.96.0.1", 80, 8080, address, LoadBalancing.EVEN))
        .put(pod("waypoint", "10.0.0.9"));

    assertThat(route("10.96.0.1:80"))
        .isEqualTo(tunnel("10.0.0.9:15008", "waypoint", "10.96.0.1:80", "cart"));
  }

  @Test
  void aWaypointBehindAServicesAddressIsFound() {
    GatewayAddress address = new GatewayAddress.Address(InetAddress.ofLiteral("10.96.0.9"), 15008);
    mesh.put(service("cart", "10.96.0.1", 80, 8080, address, LoadBalancing.EVEN));
    putWaypoint();

    assertThat(route("10.96.0.1:80"))
        .isEqualTo(tunnel("10.0.0.9:15008", "waypoint", "10.96.0.1:80", "cart"));
  }

  @Test
  void aSandwichedWaypointIsReachedOnThePortOfTunnelsAlthoughItsServiceDoesNotHaveIt() {
    mesh.put(fronted("cart"))
        .put(service("waypoint", "10.96.0.9", 15088, 15088))
        .put(
            with(
                inService(pod("waypoint", "10.0.0.9"), "waypoint", 15088, 15088),
                new ApplicationTunnel(ApplicationTunnel.Protocol.PROXY, 15088)));

    assertThat(route("10.96.0.1:80"))
        .isEqualTo(tunnel("10.0.0.9:15008", "waypoint", "10.96.0.1:80", "cart"));
  }

  @Test
  void aWorkloadsWaypointIsAskedForTheWorkload() {
    mesh.put(with(SERVER, waypoint("waypoint")));
    putWaypoint();

    assertThat(route("10.0.0.2:80"))
        .isEqualTo(tunnel("10.0.0.9:15008", "waypoint", "10.0.0.2:80", null));
  }

  @Test
  void theWaypointOfAWorkloadDoesNotStandBeforeItsService() {
    mesh.put(service("cart", "10.96.0.1", 80, 8080))
        .put(with(inService(SERVER, "cart", 80, 8080), waypoint("waypoint")));
    putWaypoint();

    assertThat(route("10.96.0.1:80"))
        .isEqualTo(tunnel("10.0.0.2:15008", "server", "10.0.0.2:8080", "cart"));
  }

  @Test
  void theWaypointOfAServiceDoesNotStandBeforeItsWorkloads() {
    mesh.put(fronted("cart")).put(inService(SERVER, "cart", 80, 8080));
    putWaypoint();

    assertThat(route("10.0.0.2:80"))
        .isEqualTo(tunnel("10.0.0.2:15008", "server", "10.0.0.2:80", null));
  }

  @Test
  void aWaypointReachesItsWorkloadsWithoutItself() {
    mesh.put(with(SERVER, waypoint("waypoint")));
    Workload waypoint = putWaypoint();

    assertThat(route(waypoint, "10.0.0.2:80"))
        .isEqualTo(tunnel("10.0.0.2:15008", "server", "10.0.0.2:80", null));
  }

  @Test
  void theIdentityOfTheWaypointAloneDoesNotMakeOne() {
    mesh.put(with(SERVER, waypoint("waypoint")));
    putWaypoint();

    assertThat(route(pod("waypoint", "10.0.0.8"), "10.0.0.2:80"))
        .isEqualTo(tunnel("10.0.0.9:15008", "waypoint", "10.0.0.2:80", null));
  }

  @Test
  void aServicesOwnNamesCountAsIdentitiesOfItsEndpoints() {
    MeshService plain = service("cart", "10.96.0.1", 80, 8080);
    mesh.put(
            new MeshService(
                plain.key(),
                plain.name(),
                plain.addresses(),
                plain.ports(),
                List.of("spiffe://cluster.local/ns/shop/sa/cart", "cart.example"),
                Optional.empty(),
                false,
                LoadBalancing.EVEN))
        .put(inService(SERVER, "cart", 80, 8080));

    assertThat(route("10.96.0.1:80"))
        .isInstanceOfSatisfying(
            Route.Tunnel.class,
            tunnel ->
                assertThat(tunnel.identities())
                    .containsExactlyInAnyOrder(identity("server"), identity("cart")));
  }

  @Test
  void ofServicesWithOneAddressTheClientsNamespaceHasItsOwn() {
    mesh.put(service("cart", "10.96.0.1", 80, 8080))
        .put(
            new MeshService(
                new NamespacedHostname("bank", "cart.bank.svc.cluster.local"),
                "cart",
                List.of(InetAddress.ofLiteral("10.96.0.1")),
                Map.of(80, 8080),
                List.of(),
                Optional.empty(),
                false,
                PASSTHROUGH))
        .put(inService(SERVER, "cart", 80, 8080));

    assertThat(route("10.96.0.1:80"))
        .isEqualTo(tunnel("10.0.0.2:15008", "server", "10.0.0.2:8080", "cart"));
  }

  private Workload putWaypoint() {
    Workload waypoint = inService(pod("waypoint", "10.0.0.9"), "waypoint", 15008, 15008);
    mesh.put(service("waypoint", "10.96.0.9", 15008, 15008)).put(waypoint);
    return waypoint;
  }

  private static MeshService fronted(String name) {
    return service(name, "10.96.0.1", 80, 8080, waypoint("waypoint"), LoadBalancing.EVEN);
  }

  private Route route(String destination) {
    return route(CLIENT, destination);
  }

  private Route route(Workload source, String destination) {
    return OutboundRoutes.of(source, address(destination), mesh.view(), new Random(1));
  }

  private static Route plain(String address) {
    return new Route.Plain(address(address));
  }

  private static Route tunnel(String peer, String account, String authority, String service) {
    return new Route.Tunnel(
        address(peer),
        Set.of(identity(account)),
        new Authority.Address(address(authority)),
        service == null ? null : host(service).hostname());
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
    return new InetSocketAddress(
        InetAddress.ofLiteral(host), Integer.parseInt(text.substring(colon + 1)));
  }
}
