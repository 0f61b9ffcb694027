package dev.waymark.dataplane.hbone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes bytes on until it is told to stall: then a peer is silent, and yet connected. */
final class StalledRelay implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final Socket outward;
  private final Thread accepting;
  private volatile Socket inward = new Socket();
  private volatile boolean stalled;

  StalledRelay(InetSocketAddress to) throws IOException {
    outward = new Socket(to.getAddress(), to.getPort());
    accepting = Thread.startVirtualThread(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  void stall() {
    stalled = true;
  }

  private void accept() {
    try {
      inward = server.accept();
      Thread.startVirtualThread(() -> copy(outward, inward));
      copy(inward, outward);
    } catch (IOException e) {
      // closed by the test
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try {
      for (int n = from.getInputStream().read(buffer);
          n >= 0 && !stalled;
          n = from.getInputStream().read(buffer)) {
        to.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException e) {
      // closed by the test
    }
  }

  @Override
  public void close() throws Exception {
    server.close();
    inward.close();
    outward.close();
    accepting.join();
  }
}
