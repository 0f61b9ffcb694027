package dev.waymark.mesh.workloadapi;

import dev.waymark.model.authorization.Authorization;
import dev.waymark.model.authorization.ConnectionMatch;
import dev.waymark.model.authorization.IpBlock;
import dev.waymark.model.authorization.StringMatch;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import dev.waymark.model.workload.ApplicationTunnel;
import dev.waymark.model.workload.GatewayAddress;
import dev.waymark.model.workload.LoadBalancing;
import dev.waymark.model.workload.Locality;
import dev.waymark.model.workload.MeshService;
import dev.waymark.model.workload.NamespacedHostname;
import dev.waymark.model.workload.TunnelProtocol;
import dev.waymark.model.workload.Workload;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small mesh in which no field has its default. */
final class Examples {
  static final NamespacedHostname ECHO =
      new NamespacedHostname("shop", "echo.shop.svc.cluster.local");

  private Examples() {}

  static Workload workload(String name, String address) {
    return new Workload(
        "Kubernetes//Pod/shop/" + name,
        name,
        "shop",
        new SpiffeId(new TrustDomain("example.org"), "shop", "echo"),
        List.of(InetAddress.ofLiteral(address)),
        false,
        TunnelProtocol.HBONE,
        Optional.of(new ApplicationTunnel(ApplicationTunnel.Protocol.PROXY, 15088)),
        Optional.of(new GatewayAddress.Address(InetAddress.ofLiteral("127.1.0.9"), 15008)),
        Map.of(ECHO, Map.of(80, 8080, 443, 8443)),
        List.of("shop/only-client"),
        false,
        "node-1",
        new Locality("r", "z", "s"),
        3,
        new Workload.Owner("job", "echo", "echo", "v2", "east"));
  }

  static MeshService service() {
    return new MeshService(
        ECHO,
        "echo",
        List.of(InetAddress.ofLiteral("127.1.1.1"), InetAddress.ofLiteral("::7f01:101")),
        Map.of(80, 8080, 443, 0),
        List.of("spiffe://example.org/ns/shop/sa/other"),
        Optional.of(
            new GatewayAddress.Hostname(
                new NamespacedHostname("shop", "waypoint.shop.svc.cluster.local"), 15008)),
        true,
        new LoadBalancing(
            List.of(LoadBalancing.Scope.NETWORK, LoadBalancing.Scope.REGION),
            LoadBalancing.Mode.FAILOVER,
            false));
  }

  static Authorization policy() {
    var source = List.<StringMatch>of(new StringMatch.Prefix("sh"), new StringMatch.Suffix("op"));
    var principals = List.<StringMatch>of(new StringMatch.Exact("example.org/ns/shop/sa/client"));
    var nobody = List.<StringMatch>of(new StringMatch.Presence());
    var blocks = List.of(new IpBlock(InetAddress.ofLiteral("127.1.0.0"), 16));
    var others = List.of(new IpBlock(InetAddress.ofLiteral("::1"), 128));
    var match =
        new ConnectionMatch(
            source,
            nobody,
            principals,
            nobody,
            List.of(new ConnectionMatch.ServiceAccount("shop", "client")),
            List.of(new ConnectionMatch.ServiceAccount("shop", "intruder")),
            blocks,
            others,
            others,
            blocks,
            List.of(8080),
            List.of(22));
    return new Authorization(
        "shop",
        "only-client",
        Authorization.Scope.WORKLOAD_SELECTOR,
        Authorization.Action.DENY,
        List.of(List.of(List.of(match), List.of()), List.of()),
        true);
  }
}
