package dev.waymark.gammatests;

import dev.waymark.gammatests.mesh.MeshBasic;
import dev.waymark.gammatests.mesh.MeshConsumerRoute;
import dev.waymark.gammatests.mesh.MeshFrontend;
import dev.waymark.gammatests.mesh.MeshFrontendHostname;
import dev.waymark.gammatests.mesh.MeshHttpRoute303Redirect;
import dev.waymark.gammatests.mesh.MeshHttpRoute307Redirect;
import dev.waymark.gammatests.mesh.MeshHttpRoute308Redirect;
import dev.waymark.gammatests.mesh.MeshHttpRouteBackendRequestHeaderModifier;
import dev.waymark.gammatests.mesh.MeshHttpRouteMatching;
import dev.waymark.gammatests.mesh.MeshHttpRouteNamedRule;
import dev.waymark.gammatests.mesh.MeshHttpRouteQueryParamMatching;
import dev.waymark.gammatests.mesh.MeshHttpRouteRedirectHostAndStatus;
import dev.waymark.gammatests.mesh.MeshHttpRouteRedirectPath;
import dev.waymark.gammatests.mesh.MeshHttpRouteRedirectPort;
import dev.waymark.gammatests.mesh.MeshHttpRouteRequestHeaderModifier;
import dev.waymark.gammatests.mesh.MeshHttpRouteRewritePath;
import dev.waymark.gammatests.mesh.MeshHttpRouteSchemeRedirect;
import dev.waymark.gammatests.mesh.MeshHttpRouteSimpleSameNamespace;
import dev.waymark.gammatests.mesh.MeshHttpRouteWeight;
import dev.waymark.gammatests.mesh.MeshPorts;
import dev.waymark.gammatests.mesh.MeshTrafficSplit;
import dev.waymark.kit.catalog.Suite;
import java.util.List;

/** The tests of MESH-HTTP and MESH-ALL. */
public final class MeshSuite implements Suite {

  /** For {@link java.util.ServiceLoader}. */
  public MeshSuite() {}

  @Override
  public String name() {
    return "mesh";
  }

  @Override
  public List<Class<?>> tests() {
    return List.of(
        MeshBasic.class,
        MeshConsumerRoute.class,
        MeshFrontend.class,
        MeshFrontendHostname.class,
        MeshHttpRoute303Redirect.class,
        MeshHttpRoute307Redirect.class,
        MeshHttpRoute308Redirect.class,
        MeshHttpRouteBackendRequestHeaderModifier.class,
        MeshHttpRouteMatching.class,
        MeshHttpRouteNamedRule.class,
        MeshHttpRouteQueryParamMatching.class,
        MeshHttpRouteRedirectHostAndStatus.class,
        MeshHttpRouteRedirectPath.class,
        MeshHttpRouteRedirectPort.class,
        MeshHttpRouteRequestHeaderModifier.class,
        MeshHttpRouteRewritePath.class,
        MeshHttpRouteSchemeRedirect.class,
        MeshHttpRouteSimpleSameNamespace.class,
        MeshHttpRouteWeight.class,
        MeshPorts.class,
        MeshTrafficSplit.class);
  }

  @Override
  public String ledger() {
    return "requirements.yaml";
  }

  @Override
  public List<String> baseManifests() {
    return List.of("base.yaml");
  }

  @Override
  public boolean isOptional() {
    return true; // not every implementation of Gateways is a mesh
  }
}
