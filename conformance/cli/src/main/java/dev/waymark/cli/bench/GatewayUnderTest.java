package dev.waymark.cli.bench;

import dev.waymark.clusters.ClientSettings;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The reference gateway as it runs by default: an embedded cluster with the mesh in a JVM of its
 * own, the gateway in a Pod, configured by Kubernetes objects.
 */
final class GatewayUnderTest implements AutoCloseable {
  static final int ROUTES = 1000;

  private static final int HOSTS = 10;
  private static final Duration READY = Duration.ofSeconds(90); // on one core, cold
  private static final String NAMESPACE = "bench";

  private final PinnedProcess process;
  private final KubernetesClient client;

  private GatewayUnderTest(PinnedProcess process, KubernetesClient client) {
    this.process = process;
    this.client = client;
  }

  /** Starts the cluster on a core and waits until it is ready. */
  static GatewayUnderTest start(int core, Path directory) throws IOException, InterruptedException {
    Path kubeconfig = directory.resolve("kubeconfig");
    Path log = directory.resolve("gateway.log");
    List<String> command =
        JavaCommand.of(
            List.of(),
            "dev.waymark.cli.Waymark",
            List.of("cluster", "--mesh", "--write-kubeconfig", kubeconfig.toString()));
    PinnedProcess process = PinnedProcess.start(core, log, command);
    long deadline = System.nanoTime() + READY.toNanos();
    while (!Files.readString(log).contains("ready after")) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.close();
        throw new IOException("the cluster does not start: " + Files.readString(log).strip());
      }
      TimeUnit.MILLISECONDS.sleep(50); // another process's output can't be watched
    }
    return new GatewayUnderTest(process, client(kubeconfig));
  }

  private static KubernetesClient client(Path kubeconfig) throws IOException {
    Config config = Config.fromKubeconfig(Files.readString(kubeconfig));
    return new KubernetesClientBuilder().withConfig(ClientSettings.apply(config)).build();
  }

  /** Applies the objects and waits until the last route is served. */
  Peer configure(int backend) throws IOException, InterruptedException {
    int port = 8080;
    apply(base(backend, port));
    for (int i = 0; i < ROUTES; i++) {
      apply(route(i));
    }
    URI url = URI.create("http://" + address() + ":" + port + "/app777/x");
    await(url, "bench-7.example.com");
    await(
        URI.create("http://" + address() + ":" + port + "/app" + (ROUTES - 1) + "/x"),
        "bench-9.example.com");
    return new Peer("waymark", process, url, "bench-7.example.com");
  }

  private void apply(String yaml) {
    var objects =
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).items();
    for (var object : objects) {
      client.resource(object).create();
    }
  }

  private static String base(int backend, int port) {
    return """
    apiVersion: v1
    kind: Namespace
    metadata: {name: %1$s}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: backend, namespace: %1$s}
    spec: {ports: [{name: http, port: 80, targetPort: %2$d}]}
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: backend-1, namespace: %1$s, labels: {kubernetes.io/service-name: backend}}
    addressType: IPv4
    ports: [{name: http, port: %2$d, protocol: TCP}]
    endpoints: [{addresses: [%4$s], conditions: {ready: true}}]
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: Gateway
    metadata: {name: gateway, namespace: %1$s}
    spec:
      gatewayClassName: waymark
      listeners: [{name: http, port: %3$d, protocol: HTTP}]
    """
        .formatted(NAMESPACE, backend, port, KnownProxies.BACKEND_ADDRESS);
  }

  private static String route(int i) {
    return """
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: route-%1$d, namespace: %2$s}
    spec:
      parentRefs: [{name: gateway}]
      hostnames: [bench-%3$d.example.com]
      rules:
        - matches: [{path: {type: PathPrefix, value: /app%1$d}}]
          backendRefs: [{name: backend, port: 80}]
    """
        .formatted(i, NAMESPACE, i % HOSTS);
  }

  private String address() throws IOException {
    GenericKubernetesResource gateway =
        client
            .genericKubernetesResources("gateway.networking.k8s.io/v1", "Gateway")
            .inNamespace(NAMESPACE)
            .withName("gateway")
            .waitUntilCondition(
                object -> object != null && object.get("status", "addresses", 0, "value") != null,
                READY.toSeconds(),
                TimeUnit.SECONDS);
    String value = gateway.get("status", "addresses", 0, "value");
    if (value == null) {
      throw new IOException("the Gateway got no address");
    }
    return value;
  }

  private static void await(URI url, String host) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + READY.toNanos();
    String answer = ask(url, host);
    while (!answer.startsWith("HTTP/1.1 200")) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            url + " for " + host + " is answered with '" + answer + "', not with 200");
      }
      TimeUnit.MILLISECONDS.sleep(50); // a route's coming into force is seen by asking
      answer = ask(url, host);
    }
  }

  /**
   * The status line of the answer, or why there is none. The JDK's client would not send another
   * Host than the URL's.
   */
  private static String ask(URI url, String host) {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(5000);
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(url.getPath(), host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.lines().findFirst().orElse("nothing");
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws InterruptedException {
    try {
      client.close();
    } finally {
      process.close();
    }
  }
}
