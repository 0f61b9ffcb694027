package dev.waymark.cli.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The backend and the proxies that the gateway is compared with, each with one worker and as little
 * to do as it can be told.
 */
final class KnownProxies {
  /** Of the backend: 127.0.0.1 would be the localhost of the gateway's own Pod. */
  static final String BACKEND_ADDRESS = "127.0.0.2";

  private static final String BODY = "x".repeat(100);
  private static final Duration START = Duration.ofSeconds(10);

  private final Path directory;

  /**
   * Starts programs in a directory of their own.
   *
   * @param directory for their configurations and logs
   */
  KnownProxies(Path directory) {
    this.directory = directory;
  }

  /** A port that nobody listens on. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** nginx that answers everything with 100 bytes. */
  PinnedProcess backend(int core, int port) throws IOException, InterruptedException {
    String config =
        nginx(
            "backend",
            "server { listen %s:%d; location / { default_type text/plain; return 200 \"%s\"; } }"
                .formatted(BACKEND_ADDRESS, port, BODY));
    return start("backend", core, BACKEND_ADDRESS, port, List.of("nginx", "-c", config));
  }

  Peer nginxProxy(int core, int backend) throws IOException, InterruptedException {
    int port = freePort();
    String config =
        nginx(
            "nginx",
            """
            upstream backend { server %s:%d; keepalive 64; keepalive_requests 1000000000; }
            server { listen 127.0.0.1:%d; location / {
              proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection ""; } }
            """
                .formatted(BACKEND_ADDRESS, backend, port));
    return peer(
        "nginx", start("nginx", core, "127.0.0.1", port, List.of("nginx", "-c", config)), port);
  }

  private String nginx(String name, String server) throws IOException {
    return write(
        name + ".conf",
        """
        daemon off; master_process off; worker_processes 1; pid %1$s.pid; error_log stderr crit;
        events { worker_connections 4096; }
        http { access_log off; keepalive_requests 1000000000; keepalive_timeout 1h;
          client_body_temp_path %1$s-body; proxy_temp_path %1$s-proxy; fastcgi_temp_path %1$s-fcgi;
          uwsgi_temp_path %1$s-uwsgi; scgi_temp_path %1$s-scgi;
        %2$s }
        """
            .formatted(directory.resolve(name), server));
  }

  Peer haproxy(int core, int backend) throws IOException, InterruptedException {
    int port = freePort();
    String config =
        write(
            "haproxy.cfg",
            """
            global
              nbthread 1
              maxconn 4000
            defaults
              mode http
              timeout client 60s
              timeout server 60s
              timeout connect 5s
              http-reuse always
            frontend front
              bind 127.0.0.1:%d
              default_backend back
            backend back
              server one %s:%d
            """
                .formatted(port, BACKEND_ADDRESS, backend));
    return peer(
        "haproxy",
        start("haproxy", core, "127.0.0.1", port, List.of("haproxy", "-db", "-f", config)),
        port);
  }

  Peer envoy(Path binary, int core, int backend) throws IOException, InterruptedException {
    int port = freePort();
    String config =
        write(
            "envoy.yaml",
            """
            static_resources:
              listeners:
                - address: {socket_address: {address: 127.0.0.1, port_value: %d}}
                  filter_chains:
                    - filters:
                        - name: envoy.filters.network.http_connection_manager
                          typed_config:
                            "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                            stat_prefix: front
                            route_config:
                              virtual_hosts:
                                - name: all
                                  domains: ["*"]
                                  routes: [{match: {prefix: /}, route: {cluster: back}}]
                            http_filters:
                              - name: envoy.filters.http.router
                                typed_config:
                                  "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
              clusters:
                - name: back
                  load_assignment:
                    cluster_name: back
                    endpoints:
                      - lb_endpoints:
                          - endpoint: {address: {socket_address: {address: %s, port_value: %d}}}
            """
                .formatted(port, BACKEND_ADDRESS, backend));
    List<String> command =
        List.of(
            binary.toString(),
            "-c",
            config,
            "--concurrency",
            "1",
            "--disable-hot-restart",
            "-l",
            "error");
    return peer("envoy", start("envoy", core, "127.0.0.1", port, command), port);
  }

  private static Peer peer(String name, PinnedProcess process, int port) {
    return new Peer(
        name, process, URI.create("http://127.0.0.1:" + port + "/app777/x"), "bench-7.example.com");
  }

  private String write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }

  private PinnedProcess start(String name, int core, String address, int port, List<String> command)
      throws IOException, InterruptedException {
    Path log = directory.resolve(name + ".log");
    return PinnedProcess.start(core, log, command)
        .listening(name, new InetSocketAddress(address, port), START);
  }
}
