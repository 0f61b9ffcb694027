package dev.waymark.kit.probe;

import dev.waymark.kit.Protocol;
import dev.waymark.kit.Response.TlsSession;
import dev.waymark.kit.Tls;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A connection, with or without TLS. Closing it from another thread ends whatever blocks on it. */
final class Link implements Closeable {

  private final Socket bare = new Socket();
  private Socket socket = bare;
  private @Nullable TlsSession tls;
  private @Nullable InputStream in;

  /**
   * Connects and, for TLS, shakes hands.
   *
   * @param protocol decides on the ALPN protocol to offer
   */
  void open(InetSocketAddress to, Protocol protocol, @Nullable Tls with, ClientTls clientTls)
      throws IOException {
    if (to.isUnresolved()) {
      throw new UnknownHostException(to.getHostString());
    }
    bare.setTcpNoDelay(true);
    bare.connect(to);
    if (with != null) {
      SSLSocket secured = clientTls.over(bare, with, protocol == Protocol.H2 ? "h2" : "http/1.1");
      socket = secured;
      tls = ClientTls.session(secured);
    }
  }

  /** What the TLS handshake settled; null without TLS. */
  @Nullable TlsSession tls() {
    return tls;
  }

  InputStream in() throws IOException {
    InputStream buffered = in;
    if (buffered == null) {
      buffered = new BufferedInputStream(socket.getInputStream(), 16 << 10);
      in = buffered;
    }
    return buffered;
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public void close() throws IOException {
    bare.close(); // Not by TLS: a close_notify may block on a peer that does not read.
  }
}
