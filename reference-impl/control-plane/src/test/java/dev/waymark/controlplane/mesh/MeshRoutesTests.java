package dev.waymark.controlplane.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.controlplane.Cluster;
import dev.waymark.controlplane.Waymark;
import dev.waymark.model.waypoint.FrontedPort;
import dev.waymark.model.waypoint.FrontedService;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeshRoutesTests {
  private static final String WAYPOINT =
      """
      kind: GatewayClass
      apiVersion: gateway.networking.k8s.io/v1
      metadata: {name: waypoints}
      spec: {controllerName: %s}
      ---
      kind: Gateway
      apiVersion: gateway.networking.k8s.io/v1
      metadata: {name: wp, namespace: web}
      spec: {gatewayClassName: waypoints, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
      status: {addresses: [{type: IPAddress, value: 10.0.0.9}]}
      ---
      kind: Service
      apiVersion: v1
      metadata: {name: echo, namespace: web, labels: {istio.io/use-waypoint: wp}}
      spec: {clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], ports: [{port: 80, name: http-one}, {port: 81, name: http-two}]}
      """
          .formatted(Waymark.WAYPOINT_CONTROLLER_NAME);

  private static String routeOf(String namespace, String parent) {
    return """
    kind: HTTPRoute
    apiVersion: gateway.networking.k8s.io/v1
    metadata: {name: r, namespace: %s}
    spec: {parentRefs: [%s], rules: [{}]}
    """
        .formatted(namespace, parent);
  }

  private static List<Integer> routedPorts(MeshRoutes routes) {
    FrontedService service = routes.waypoints().getFirst().services().getFirst();
    return service.ports().stream()
        .filter(
            port ->
                port instanceof FrontedPort.Http http
                    && http.listener().routes().stream()
                        .anyMatch(attached -> attached.route().key().name().equals("r")))
        .map(FrontedPort::number)
        .toList();
  }

  @Test
  void aServiceWithoutRoutesForwardsToItself() {
    FrontedService service =
        MeshRoutes.of(Cluster.with(WAYPOINT).view()).waypoints().getFirst().services().getFirst();
    assertThat(service.ports())
        .hasSize(2)
        .allSatisfy(
            port ->
                assertThat(((FrontedPort.Http) port).listener().routes())
                    .singleElement()
                    .satisfies(
                        attached -> assertThat(attached.route().key()).hasToString("web/echo")));
  }

  @ParameterizedTest
  @CsvSource({
    "web, 'kind: Service, group: \"\", name: echo', Accepted, '80,81'",
    "web, 'kind: Service, group: \"\", name: echo, port: 81', Accepted, 81",
    "web, 'kind: Service, group: \"\", name: echo, sectionName: http-two', Accepted, 81",
    "web, 'kind: Service, group: \"\", name: echo, sectionName: http-two, port: 80',"
        + " NoMatchingParent, ''",
    "web, 'kind: Service, group: \"\", name: echo, port: 82', NoMatchingParent, ''",
    "web, 'kind: Service, group: \"\", name: absent', NoMatchingParent, ''",
    "infra, 'kind: Service, group: \"\", name: echo, namespace: web', NotAllowedByListeners, ''",
  })
  void attachesToThePortsThatTheParentRefNames(
      String namespace, String parent, String reason, String ports) {
    MeshRoutes routes =
        MeshRoutes.of(Cluster.with(WAYPOINT, routeOf(namespace, "{" + parent + "}")).view());
    assertThat(routes.statuses().getFirst().parents().getFirst().conditions().getFirst().reason())
        .isEqualTo(reason);
    assertThat(routedPorts(routes).stream().map(String::valueOf).toList())
        .isEqualTo(ports.isEmpty() ? List.of() : List.of(ports.split(",")));
  }
}
