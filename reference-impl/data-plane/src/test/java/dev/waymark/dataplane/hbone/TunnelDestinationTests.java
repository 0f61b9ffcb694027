package dev.waymark.dataplane.hbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a tunnel to the workload at 10.0.0.1 may lead. */
class TunnelDestinationTests {
  private static final InetSocketAddress REACHED = new InetSocketAddress("10.0.0.1", 15008);

  private record Local(
      OptionalInt applicationTunnelPort,
      Set<InetSocketAddress> fronted,
      Map<Authority.Name, Integer> ports)
      implements TunnelDestination.Workload {
    @Override
    public InetAddress address() {
      return REACHED.getAddress();
    }

    @Override
    public boolean fronts(InetSocketAddress target) {
      return fronted.contains(target);
    }

    @Override
    public OptionalInt targetPort(String host, int servicePort) {
      Integer port = ports.get(new Authority.Name(host, servicePort));
      return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }
  }

  private static final Local PLAIN = new Local(OptionalInt.empty(), Set.of(), Map.of());
  private static final Local SANDWICHED = new Local(OptionalInt.of(15088), Set.of(), Map.of());

  @Test
  void toTheWorkloadItself() {
    assertThat(decide("10.0.0.1:8080", PLAIN)).isEqualTo("10.0.0.1:8080");
  }

  @Test
  void toNoOtherAddress() {
    assertThat(decide("10.0.0.2:8080", PLAIN)).isEqualTo("400");
    assertThat(decide("[fd00::1]:8080", PLAIN)).isEqualTo("400");
  }

  @Test
  void toWhatItFronts() {
    Local waypoint =
        new Local(OptionalInt.empty(), Set.of(new InetSocketAddress("10.9.0.1", 80)), Map.of());
    assertThat(decide("10.9.0.1:80", waypoint)).isEqualTo("10.0.0.1:80");
    assertThat(decide("10.9.0.1:81", waypoint)).isEqualTo("400");
  }

  @Test
  void toAnythingWhereTheWorkloadTakesTunnelsItself() {
    assertThat(decide("10.9.0.1:80", SANDWICHED)).isEqualTo("10.0.0.1:15088 tunnel");
    assertThat(decide("10.0.0.1:80", SANDWICHED)).isEqualTo("10.0.0.1:15088 tunnel");
  }

  @Test
  void toAServicesPortOfTheWorkload() {
    Local member =
        new Local(
            OptionalInt.empty(),
            Set.of(),
            Map.of(new Authority.Name("cart.shop", 80), 8080, new Authority.Name("bad", 80), 0));
    assertThat(decide("cart.shop:80", member)).isEqualTo("10.0.0.1:8080");
    assertThat(decide("cart.shop:81", member)).isEqualTo("503");
    assertThat(decide("other.shop:80", member)).isEqualTo("503");
    assertThat(decide("bad:80", member)).isEqualTo("503");
  }

  @Test
  void neverBackToTheProxy() {
    for (int port : new int[] {15001, 15006, 15008, 15080}) {
      assertThat(decide("10.0.0.1:" + port, PLAIN)).isEqualTo("503");
      assertThat(decide("10.9.0.1:" + port, SANDWICHED)).isEqualTo("503");
    }
    assertThat(decide("10.0.0.1:15020", PLAIN)).isEqualTo("10.0.0.1:15020");
  }

  @Test
  void nowhereBeforeTheWorkloadIsKnown() {
    assertThat(decide("10.0.0.1:80", null)).isEqualTo("503");
  }

  private static String decide(String authority, TunnelDestination.@Nullable Workload workload) {
    TunnelRequest request =
        new TunnelRequest(
            Tunnels.CLIENT,
            new InetSocketAddress("10.0.0.9", 4000),
            REACHED,
            ConnectRequest.to(Authority.parse(authority).orElseThrow()),
            1);
    return switch (TunnelDestination.of(request, workload)) {
      case TunnelDestination.Outcome.Allowed(TunnelDestination to) ->
          to.upstream().getHostString()
              + ":"
              + to.upstream().getPort()
              + (to.applicationTunnel() ? " tunnel" : "");
      case TunnelDestination.Outcome.Forbidden(TunnelDecision.Refuse refusal) ->
          Integer.toString(refusal.status());
    };
  }
}
