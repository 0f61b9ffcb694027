package dev.waymark.mesh.defects;

import dev.waymark.controlplane.reconcile.Seams;
import dev.waymark.dataplane.exchange.Arrival;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.model.authorization.Authorization;
import dev.waymark.model.authorization.Authorization.Action;
import dev.waymark.model.authorization.Authorization.Scope;
import dev.waymark.model.authorization.ConnectionMatch;
import dev.waymark.model.authorization.StringMatch;
import dev.waymark.model.workload.GatewayAddress;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.Workload;
import io.netty.util.AsciiString;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Faults in how a mesh carries what no route is about: to Services without one, and to Pods. */
final class MeshServiceDefects {
  private static final AsciiString GET = AsciiString.cached("GET");
  private static final AsciiString DELETE = AsciiString.cached("DELETE");
  private static final String ELSEWHERE = "elsewhere.invalid";

  static final List<Defect> ALL =
      List.of(
          new Defect(
              "SERVICE_WITHOUT_ROUTES_NOT_FOUND",
              "mesh.service.reached",
              "Requests to a Service without routes are answered with 404.",
              () ->
                  WaypointFaults.services(
                      service ->
                          WaypointFaults.isWithoutRoutes(service)
                              ? WaypointFaults.withRoutes(
                                  service, _ -> true, (routes, _) -> routes.withRoutes(List.of()))
                              : service)),
          new Defect(
              "CLIENTS_OF_OTHER_NAMESPACES_REFUSED",
              "mesh.service.other-namespace",
              "Pods take connections from their own namespace only.",
              () -> mesh(MeshServiceDefects::withNamespacesApart)),
          new Defect(
              "SERVICE_ONLY_FIRST_PORT",
              "mesh.service.every-port",
              "Of the ports of a Service without routes only the first is reached.",
              () ->
                  WaypointFaults.services(
                      service ->
                          WaypointFaults.isWithoutRoutes(service)
                              ? WaypointFaults.withPorts(
                                  service, service.ports().stream().limit(1).toList())
                              : service)),
          new Defect(
              "POD_ADDRESS_SENT_TO_WAYPOINT",
              "mesh.pod.reached",
              "Connections to a Pod go to its Service's waypoint, which doesn't stand before Pods.",
              () -> mesh(MeshServiceDefects::withWaypointsOfServices)),
          new Defect(
              "WITHOUT_ROUTE_QUERY_LOST",
              "mesh.forward.path",
              "The query is left out on the way to Services without routes.",
              () -> withoutRoute(Heads::dropQuery)),
          new Defect(
              "WITHOUT_ROUTE_DELETE_AS_GET",
              "mesh.forward.method",
              "A DELETE request arrives with method GET at Services without routes.",
              () ->
                  withoutRoute(
                      request -> {
                        if (request.method().contentEquals(DELETE)) {
                          Heads.changeMethod(request, GET);
                        }
                      })),
          new Defect(
              "WITHOUT_ROUTE_HOST_REPLACED",
              "mesh.forward.host",
              "The Host is another on the way to Services without routes.",
              () -> withoutRoute(request -> Heads.changeHost(request, ELSEWHERE))),
          new Defect(
              "WITHOUT_ROUTE_LINES_DROPPED",
              "mesh.forward.headers",
              "Of a header with several lines the first alone arrives at Services without routes.",
              () -> withoutRoute(MeshServiceDefects::keepFirstLines)));

  private MeshServiceDefects() {}

  private static Faults mesh(UnaryOperator<MeshView> change) {
    return Faults.of(Seams.NONE.withMesh(change));
  }

  private static MeshView withNamespacesApart(MeshView mesh) {
    var policies =
        mesh.workloads().stream()
            .map(Workload::namespace)
            .distinct()
            .map(MeshServiceDefects::ownNamespaceOnly)
            .toList();
    return new MeshView(
        mesh.workloads(),
        mesh.services(),
        Stream.concat(mesh.policies().stream(), policies.stream()).toList());
  }

  private static Authorization ownNamespaceOnly(String namespace) {
    var own =
        ConnectionMatch.ANY.withNamespaces(List.of(new StringMatch.Exact(namespace)), List.of());
    return new Authorization(
        namespace, "planted", Scope.NAMESPACE, Action.ALLOW, List.of(List.of(List.of(own))), false);
  }

  private static MeshView withWaypointsOfServices(MeshView mesh) {
    return withWaypoints(mesh, workload -> waypointOfService(workload, mesh));
  }

  /** The waypoint of one of the Services that the workload is behind. */
  static Optional<GatewayAddress> waypointOfService(Workload workload, MeshView mesh) {
    return workload.services().keySet().stream()
        .flatMap(service -> mesh.service(service).stream())
        .flatMap(service -> service.waypoint().stream())
        .findFirst();
  }

  static MeshView withWaypoints(
      MeshView mesh, Function<Workload, Optional<GatewayAddress>> waypoint) {
    return new MeshView(
        mesh.workloads().stream()
            .map(workload -> workload.withWaypoint(waypoint.apply(workload)))
            .toList(),
        mesh.services(),
        mesh.policies());
  }

  /** A change of requests to Services that no route is attached to. */
  private static Faults withoutRoute(Consumer<RequestHead> change) {
    return Known.faults(
        known ->
            new Interceptor() {
              private boolean applies;

              @Override
              public RequestHead routing(RequestHead request, Arrival arrival) {
                applies = known.isWithoutRoute(arrival);
                return request;
              }

              @Override
              public void forwarding(RequestHead request) {
                if (applies) {
                  change.accept(request);
                }
              }
            });
  }

  private static void keepFirstLines(RequestHead request) {
    var headers = request.headers();
    var seen = new HashSet<String>();
    for (int i = 0; i < headers.count(); ) {
      if (seen.add(headers.nameBytes(i).toLowerCase().toString())) {
        i++;
      } else {
        headers.remove(i);
      }
    }
  }
}
