package dev.waymark.cli.reference;

import dev.waymark.clusters.ClientSettings;
import dev.waymark.kubernetes.node.NodePods;
import dev.waymark.kubernetes.node.PodContext;
import dev.waymark.kubernetes.node.PodProgram;
import dev.waymark.mesh.HopLines;
import dev.waymark.mesh.Mesh;
import dev.waymark.mesh.NodeProxyProgram;
import dev.waymark.mesh.WaypointProxy;
import dev.waymark.mesh.discovery.ProxyEnvironment;
import dev.waymark.model.workload.Workload;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** The images of the reference mesh, as programs that Pods run. */
final class MeshPrograms {
  private final Mesh mesh;
  private final ByteBufAllocator allocator;

  MeshPrograms(Mesh mesh, ByteBufAllocator allocator) {
    this.mesh = mesh;
    this.allocator = allocator;
  }

  /** Every image with its program. */
  Map<String, PodProgram> byImage() {
    return Map.of(
        "waymark.dev/control-plane", this::controlPlane,
        "waymark.dev/gateway", this::gateway,
        "waymark.dev/ztunnel", this::ztunnel,
        "waymark.dev/waypoint", this::waypoint);
  }

  private PodProgram.Running controlPlane(PodContext pod) throws Exception {
    var client = clientOf(pod);
    try {
      var controlPlane =
          mesh.startControlPlane(
              client,
              InstantSource.system(),
              new PodSideNetwork(pod.network()),
              pod.network().eventLoops(),
              allocator);
      PodProgram.Running running =
          () -> {
            controlPlane.close();
            client.close();
          };
      return readyOrClosed(controlPlane.ready(), running, pod, "control plane ready");
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private PodProgram.Running ztunnel(PodContext pod) throws Exception {
    NodePods node =
        pod.node()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "securityContext.privileged of the container must be true"));
    var client = clientOf(pod);
    try {
      var proxy =
          NodeProxyProgram.start(
              new ProxyEnvironment(pod.env(), path -> pod.file(path.toString())),
              client,
              new NodeSide(node),
              new PodSideNetwork(pod.network()),
              pod.network().eventLoops().next(),
              new HopLines(pod.log()));
      PodProgram.Running running =
          () -> {
            proxy.close();
            client.close();
          };
      return readyOrClosed(proxy.ready(), running, pod, "node proxy ready");
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private PodProgram.Running waypoint(PodContext pod) throws Exception {
    var proxy =
        mesh.startWaypoint(
            pod.args(),
            new WaypointProxy.Pod(
                mesh.identity(pod.namespace(), pod.serviceAccount()),
                Workload.podUid("Kubernetes", pod.namespace(), pod.podName()),
                new PodSideNetwork(pod.network()),
                new PodLocalhost(pod.network()),
                new PodEnds(),
                new HopLines(pod.log()),
                allocator));
    return readyOrClosed(
        proxy.ready(), proxy::close, pod, "waypoint ready: " + String.join(" ", pod.args()));
  }

  private PodProgram.Running gateway(PodContext pod) throws Exception {
    var proxy = mesh.startGateway(pod.args(), new PodSideNetwork(pod.network()), allocator);
    return readyOrClosed(
        proxy.ready(), proxy::close, pod, "gateway ready: " + String.join(" ", pod.args()));
  }

  private static PodProgram.Running readyOrClosed(
      Future<?> ready, PodProgram.Running program, PodContext pod, String line) throws Exception {
    try {
      ready.get();
      pod.log().accept(line);
      return program;
    } catch (ExecutionException | InterruptedException e) {
      program.close();
      throw e;
    }
  }

  /** A client with the rights of the Pod's ServiceAccount, as every program in a Pod makes it. */
  private static KubernetesClient clientOf(PodContext pod) {
    var host = Objects.requireNonNull(pod.env().get("KUBERNETES_SERVICE_HOST"));
    var port = Objects.requireNonNull(pod.env().get("KUBERNETES_SERVICE_PORT"));
    var token = pod.serviceAccountDir().resolve("token");
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://" + host + ":" + port)
            .withCaCertFile(pod.serviceAccountDir().resolve("ca.crt").toString())
            .withOauthTokenProvider(
                () -> {
                  try {
                    return Files.readString(token).strip();
                  } catch (IOException e) {
                    throw new UncheckedIOException("the token of " + pod.podName(), e);
                  }
                })
            .build();
    return new KubernetesClientBuilder().withConfig(ClientSettings.apply(config)).build();
  }
}
