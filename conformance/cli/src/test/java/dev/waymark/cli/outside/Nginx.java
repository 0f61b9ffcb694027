package dev.waymark.cli.outside;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** nginx, as Debian installs it, with a configuration of its own in a directory of its own. */
final class Nginx implements AutoCloseable {

  static final Path PROGRAM = Path.of("/usr/sbin/nginx");

  private final Process process;
  private final InetSocketAddress address;

  private Nginx(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /** Starts one that serves {@code directory} and tells about each request at {@code /seen}. */
  static Nginx serving(Path directory) throws IOException {
    InetSocketAddress address = freeAddress();
    Path configuration = directory.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log nginx.log;
        events {}
        http {
          access_log off;
          client_body_temp_path tmp-body;
          proxy_temp_path tmp-proxy;
          fastcgi_temp_path tmp-fastcgi;
          uwsgi_temp_path tmp-uwsgi;
          scgi_temp_path tmp-scgi;
          server {
            listen %s:%d;
            root %s;
            location = /seen {
              default_type text/plain;
              add_header X-Served-By nginx/$nginx_version;
              return 200 "host=$http_host method=$request_method uri=$request_uri\\n";
            }
          }
        }
        """
            .formatted(
                address.getAddress().getHostAddress(),
                address.getPort(),
                directory.toAbsolutePath()));
    Process process =
        new ProcessBuilder(
                PROGRAM.toString(), "-p", directory.toString(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("nginx.out").toFile())
            .start();
    var nginx = new Nginx(process, address);
    try {
      Awaitility.await("nginx accepts")
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(10))
          .until(nginx::accepts);
      return nginx;
    } catch (RuntimeException e) {
      nginx.close();
      throw new IOException(
          "nginx does not start: " + Files.readString(directory.resolve("nginx.out")), e);
    }
  }

  InetSocketAddress address() {
    return address;
  }

  private boolean accepts() {
    try (var _ = new Socket(address.getAddress(), address.getPort())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * A free port of an address which is neither in a cluster's network nor 127.0.0.1, a Pod's own
   * localhost.
   */
  private static InetSocketAddress freeAddress() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
