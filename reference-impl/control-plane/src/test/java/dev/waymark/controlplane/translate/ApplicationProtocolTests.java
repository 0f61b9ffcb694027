package dev.waymark.controlplane.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.controlplane.Cluster;
import dev.waymark.controlplane.view.Lookup;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRefBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationProtocolTests {
  @ParameterizedTest
  @CsvSource({
    ", , UNKNOWN",
    "'', http, HTTP",
    ", http-web, HTTP",
    ", http2, HTTP2",
    ", grpc, HTTP2",
    ", grpc-web-api, HTTP2",
    ", grpcs, UNKNOWN",
    ", tcp-echo, TCP",
    ", tls, TCP",
    ", https, TCP",
    ", metrics, UNKNOWN",
    "kubernetes.io/h2c, http, HTTP2",
    "kubernetes.io/ws, tcp, HTTP",
    "kubernetes.io/wss, http, TCP",
    "GRPC, , HTTP2",
    "http, grpc, HTTP",
    "example.com/own, http, UNKNOWN",
  })
  void readsTheWordElseTheName(String appProtocol, String name, ApplicationProtocol expected) {
    assertThat(
            ApplicationProtocol.of(
                new ServicePortBuilder().withAppProtocol(appProtocol).withName(name).build()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'name: first', HTTP_1_1",
    "'name: grpc', H2C",
    "'name: https', HTTP_1_1",
    "'appProtocol: grpc', H2C",
    "'appProtocol: kubernetes.io/h2c', H2C",
    "'appProtocol: kubernetes.io/ws', HTTP_1_1",
    "'appProtocol: kubernetes.io/wss', UnsupportedProtocol",
    "'appProtocol: mysql', UnsupportedProtocol",
  })
  void decidesWhatRoutesSpeakToAService(String port, String expected) {
    var cluster =
        Cluster.with(
            """
            kind: Service
            apiVersion: v1
            metadata: {name: spoken, namespace: infra}
            spec: {ports: [{port: 80, %s}]}
            """
                .formatted(port));
    var ref = new HTTPBackendRefBuilder().withName("spoken").withPort(80).build();
    var said =
        switch (Backends.resolve("infra", ref, new Lookup(cluster.view()))) {
          case Backends.Found found -> found.protocol().name();
          case Backends.NotFound missing -> missing.reason();
        };
    assertThat(said).isEqualTo(expected);
  }
}
