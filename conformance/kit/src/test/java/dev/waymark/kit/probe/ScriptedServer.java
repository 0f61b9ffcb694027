package dev.waymark.kit.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does with each connection as it is told, whatever the client says. */
final class ScriptedServer implements Closeable {

  private final ServerSocket listener;
  private final AtomicInteger connections = new AtomicInteger();

  /** What to do with a connection. */
  @FunctionalInterface
  interface Script {
    void run(Socket connection) throws IOException;
  }

  ScriptedServer(Script script) throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(
        () -> {
          while (!listener.isClosed()) {
            try {
              Socket connection = listener.accept();
              connections.incrementAndGet();
              Thread.startVirtualThread(() -> serve(connection, script));
            } catch (IOException _) {
              return;
            }
          }
        });
  }

  /** Reads one request's header, answers with this text (LF stands for CRLF), and closes. */
  static ScriptedServer answering(String answer) throws IOException {
    return new ScriptedServer(
        connection -> {
          readHead(connection);
          write(connection, answer);
        });
  }

  /** An address where nothing listens. */
  static InetSocketAddress unusedAddress() throws IOException {
    try (var once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) once.getLocalSocketAddress();
    }
  }

  static String readHead(Socket connection) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = connection.getInputStream().read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    return head.toString();
  }

  static void write(Socket connection, String answer) throws IOException {
    connection.getOutputStream().write(answer.replace("\n", "\r\n").getBytes(ISO_8859_1));
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  int connections() {
    return connections.get();
  }

  private static void serve(Socket connection, Script script) {
    try (connection) {
      script.run(connection);
    } catch (IOException _) {
      // The client went away, which some tests want.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
