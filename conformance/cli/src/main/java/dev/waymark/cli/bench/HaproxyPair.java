package dev.waymark.cli.bench;

import dev.waymark.dataplane.identity.Credential;
import dev.waymark.mesh.certificates.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * HAProxy in the pair's place: TCP in, mutual TLS 1.3 to itself, TCP out, in one thread, with the
 * pair's certificates, AES-128-GCM and 128 KiB buffers; and a plain relay.
 */
final class HaproxyPair {
  private HaproxyPair() {}

  /** The command of one whose configuration is written into the directory. */
  static List<String> command(
      Path directory, Credential credential, int entry, int plain, int tunnels, String target)
      throws IOException {
    Path own = directory.resolve("pair.pem");
    Path roots = directory.resolve("roots.pem");
    Files.writeString(
        own,
        Pem.encode(credential.chain())
            + "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(credential.key().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    Files.writeString(roots, Pem.encode(credential.roots()));
    Path config = directory.resolve("haproxy-pair.cfg");
    Files.writeString(
        config,
        """
        global
          nbthread 1
          maxconn 8000
          tune.bufsize 131072
          ssl-default-bind-ciphersuites TLS_AES_128_GCM_SHA256
          ssl-default-server-ciphersuites TLS_AES_128_GCM_SHA256
          ssl-default-bind-options ssl-min-ver TLSv1.3
          ssl-default-server-options ssl-min-ver TLSv1.3
        defaults
          mode tcp
          timeout client 60s
          timeout server 60s
          timeout connect 5s
        listen entry
          bind 127.0.0.1:%d
          server out 127.0.0.1:%d ssl crt %s ca-file %s verify required
        listen tunnels
          bind 127.0.0.1:%d ssl crt %s ca-file %s verify required
          server target %s
        listen plain
          bind 127.0.0.1:%d
          server target %s
        """
            .formatted(entry, tunnels, own, roots, tunnels, own, roots, target, plain, target));
    return List.of("haproxy", "-db", "-f", config.toString());
  }
}
