package dev.waymark.dataplane;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A client that sends exactly the bytes it is told to, and reads responses by the rules of RFC
 * 9112.
 */
public final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  /**
   * A response.
   *
   * @param headers lines as they came
   */
  public record Response(
      int status, String statusLine, List<String> headers, String body, List<String> trailers) {
    /** The values of a header, joined by commas; empty where there is none. */
    public String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return String.join(
          ",",
          headers.stream()
              .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
              .map(line -> line.substring(start.length()).strip())
              .toList());
    }
  }

  public RawClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  public RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(5000);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends text, one byte per character. */
  public RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends a GET and reads the response. */
  public Response get(String path, String... headers) throws IOException {
    StringBuilder text = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: example.com\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    send(text.append("\r\n").toString());
    return response();
  }

  /** Reads a response that has a body by its headers. */
  public Response response() throws IOException {
    return response(false);
  }

  /** Reads a response; {@code toHead} says that it has no body whatever its headers say. */
  public Response response(boolean toHead) throws IOException {
    String statusLine = line();
    int status = Integer.parseInt(statusLine.substring(9, 12));
    List<String> headers = lines();
    Response head = new Response(status, statusLine, headers, "", List.of());
    List<String> trailers = List.of();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (!toHead && status >= 200 && status != 204 && status != 304) {
      if (head.header("transfer-encoding").equals("chunked")) {
        for (int size = Integer.parseInt(line(), 16);
            size > 0;
            size = Integer.parseInt(line(), 16)) {
          body.write(in.readNBytes(size));
          if (!line().isEmpty()) {
            throw new IOException("a chunk without its end");
          }
        }
        trailers = lines();
      } else if (!head.header("content-length").isEmpty()) {
        int length = Integer.parseInt(head.header("content-length"));
        body.write(in.readNBytes(length));
        if (body.size() < length) {
          throw new EOFException("the body ends early");
        }
      } else {
        body.write(in.readAllBytes());
      }
    }
    return new Response(
        status, statusLine, headers, body.toString(StandardCharsets.ISO_8859_1), trailers);
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      lines.add(line);
    }
    return lines;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended within a line: '" + line + "'");
      }
      line.append((char) c);
    }
    if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
      throw new IOException("a line without CR: '" + line + "'");
    }
    return line.substring(0, line.length() - 1);
  }

  /** The next byte, or -1 when the gateway has closed the connection. */
  public int read() throws IOException {
    return in.read();
  }

  public byte[] read(int bytes) throws IOException {
    return in.readNBytes(bytes);
  }

  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
