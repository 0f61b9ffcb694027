package dev.waymark.gammatests;

import dev.waymark.gammatests.ambient.AmbientConnections;
import dev.waymark.gammatests.ambient.AmbientEnrolment;
import dev.waymark.gammatests.ambient.AmbientHops;
import dev.waymark.gammatests.ambient.AmbientPeerAuthentication;
import dev.waymark.gammatests.ambient.AmbientPolicies;
import dev.waymark.gammatests.sandwich.SandwichAuthorization;
import dev.waymark.gammatests.sandwich.SandwichHops;
import dev.waymark.gammatests.sandwich.SandwichPlain;
import dev.waymark.gammatests.sandwich.SandwichProxied;
import dev.waymark.gammatests.waypoint.WaypointAuthorization;
import dev.waymark.gammatests.waypoint.WaypointBinding;
import dev.waymark.gammatests.waypoint.WaypointHops;
import dev.waymark.gammatests.waypoint.WaypointRouting;
import dev.waymark.kit.catalog.Suite;
import java.util.List;

/** The tests of AMBIENT-L4, WAYPOINT and SANDWICH. */
public final class AmbientSuite implements Suite {

  /** For {@link java.util.ServiceLoader}. */
  public AmbientSuite() {}

  @Override
  public String name() {
    return "ambient";
  }

  @Override
  public List<Class<?>> tests() {
    return List.of(
        AmbientConnections.class,
        AmbientPolicies.class,
        AmbientPeerAuthentication.class,
        AmbientEnrolment.class,
        AmbientHops.class,
        WaypointBinding.class,
        WaypointRouting.class,
        WaypointAuthorization.class,
        WaypointHops.class,
        SandwichProxied.class,
        SandwichAuthorization.class,
        SandwichPlain.class,
        SandwichHops.class);
  }

  @Override
  public String ledger() {
    return "ambient-requirements.yaml";
  }

  @Override
  public List<String> baseManifests() {
    return List.of("ambient-base.yaml");
  }

  @Override
  public boolean isOptional() {
    return true; // not every mesh is ambient
  }
}
