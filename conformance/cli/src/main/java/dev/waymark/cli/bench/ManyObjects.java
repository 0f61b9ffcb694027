package dev.waymark.cli.bench;

import dev.waymark.cli.bench.ClusterLoad.Creation;

/** The objects of a large cluster, of kinds that start nothing: no Pods, no Services. */
final class ManyObjects {

  private static final String NAMESPACE = "/namespaces/default/";

  private ManyObjects() {}

  /** Returns the object with a number: two of five are ConfigMaps, the others of three kinds. */
  static Creation number(int i) {
    return switch (i % 5) {
      case 0, 1 ->
          new Creation("/api/v1" + NAMESPACE + "configmaps", ClusterLoad.map("many-" + i, "1"));
      case 2 ->
          new Creation(
              "/api/v1" + NAMESPACE + "secrets",
              """
              {"apiVersion":"v1","kind":"Secret","metadata":{"name":"many-%d"},
               "data":{"token":"%s"}}
              """
                  .formatted(i, "QUJD".repeat(64)));
      case 3 ->
          new Creation(
              "/apis/discovery.k8s.io/v1" + NAMESPACE + "endpointslices",
              """
              {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice",
               "metadata":{"name":"many-%d","labels":{"app":"bench"}},"addressType":"IPv4",
               "ports":[{"name":"http","port":80,"protocol":"TCP"}],
               "endpoints":[{"addresses":["192.0.2.1"],"conditions":{"ready":true}},
                 {"addresses":["192.0.2.2"],"conditions":{"ready":true}}]}
              """
                  .formatted(i));
      default ->
          new Creation(
              "/apis/gateway.networking.k8s.io/v1" + NAMESPACE + "httproutes",
              """
              {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute",
               "metadata":{"name":"many-%1$d"},
               "spec":{"parentRefs":[{"name":"gateway"}],"hostnames":["many-%1$d.example.com"],
                "rules":[{"matches":[{"path":{"type":"PathPrefix","value":"/"}}],
                  "backendRefs":[{"name":"backend","port":80}]}]}}
              """
                  .formatted(i));
    };
  }
}
