package dev.waymark.dataplane;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A backend in HTTP/1.1 that keeps what it was asked and answers as it is told, byte by byte if
 * need be. One virtual thread per connection.
 */
public final class Backend implements AutoCloseable {
  private final ServerSocket server;
  private final Script script;
  private final CountDownLatch readBodies;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * A request as it came.
   *
   * @param connection which connection it came on, from 1
   */
  public record Request(
      String line, List<String> headers, String body, List<String> trailers, int connection) {
    public String header(String name) {
      return new RawClient.Response(0, "", headers, "", List.of()).header(name);
    }
  }

  /** What a backend does with a request. */
  @FunctionalInterface
  public interface Script {
    /** Answers; false closes the connection. */
    boolean answer(Request request, InputStream in, OutputStream out) throws IOException;
  }

  private Backend(Script script, CountDownLatch readBodies) throws IOException {
    this.script = script;
    this.readBodies = readBodies;
    server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public static Backend scripted(Script script) throws IOException {
    return new Backend(script, new CountDownLatch(0));
  }

  /** A backend that reads no body before the latch is open. */
  public static Backend holding(CountDownLatch readBodies, Script script) throws IOException {
    return new Backend(script, readBodies);
  }

  /** Answers every request with the same bytes. */
  public static Backend answering(String response) throws IOException {
    return scripted(
        (_, _, out) -> {
          write(out, response);
          return true;
        });
  }

  /** Answers with its name and the request's line. */
  public static Backend named(String name) throws IOException {
    return scripted(
        (request, _, out) -> {
          String body = name + " " + request.line();
          write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
          return true;
        });
  }

  public static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  public int port() {
    return server.getLocalPort();
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  public Request lastRequest() {
    return requests().getLast();
  }

  public int connections() {
    return connections.get();
  }

  /** Connections that are open right now. */
  public int open() {
    return sockets.size();
  }

  /** Ends every connection, as a backend does with idle ones. */
  public void closeConnections() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        int number = connections.incrementAndGet();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket, number));
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      boolean goOn = true;
      while (goOn) {
        Request request = read(in, socket.getOutputStream(), number);
        if (request == null) {
          return;
        }
        requests.add(request);
        goOn = script.answer(request, in, socket.getOutputStream());
      }
    } catch (IOException gone) {
      // the gateway has closed the connection
    } finally {
      sockets.remove(socket);
    }
  }

  private @Nullable Request read(InputStream in, OutputStream out, int number) throws IOException {
    String line = line(in);
    if (line == null) {
      return null;
    }
    List<String> headers = lines(in);
    Request head = new Request(line, headers, "", List.of(), number);
    if (head.header("expect").equals("100-continue")) {
      write(out, "HTTP/1.1 100 Continue\r\n\r\n");
    }
    awaitPermission();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<String> trailers = List.of();
    if (head.header("transfer-encoding").toLowerCase(Locale.ROOT).equals("chunked")) {
      for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
        body.write(in.readNBytes(size));
        line(in);
      }
      trailers = lines(in);
    } else if (!head.header("content-length").isEmpty()) {
      body.write(in.readNBytes(Integer.parseInt(head.header("content-length"))));
    }
    return new Request(line, headers, body.toString(StandardCharsets.ISO_8859_1), trailers, number);
  }

  private void awaitPermission() {
    try {
      readBodies.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int chunkSize(InputStream in) throws IOException {
    String line = line(in);
    if (line == null) {
      throw new EOFException("the request was broken off");
    }
    return Integer.parseInt(line, 16);
  }

  private static List<String> lines(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      lines.add(line);
    }
    return lines;
  }

  private static @Nullable String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      line.append((char) c);
    }
    return line.substring(0, line.length() - 1);
  }

  @Override
  public void close() throws IOException {
    server.close();
    closeConnections();
  }
}
