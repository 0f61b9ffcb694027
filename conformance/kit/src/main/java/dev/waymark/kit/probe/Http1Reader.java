package dev.waymark.kit.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.waymark.kit.Header;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads responses in HTTP/1.x as RFC 9112 writes them, and takes nothing else: no bare line feed,
 * no folded field, no space before a colon, no two lengths.
 */
final class Http1Reader {

  private static final Pattern STATUS_LINE =
      Pattern.compile("(HTTP/1\\.[01]) (\\d{3}) [\\t\\x20-\\x7e\\x80-\\xff]*");
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*");
  private static final Pattern CHUNK_SIZE =
      Pattern.compile("([0-9A-Fa-f]{1,8})(?:[ \\t]*;[\\t\\x20-\\x7e\\x80-\\xff]*)?");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,10}");

  private static final int LINE_LIMIT = 64 << 10;
  private static final int FIELDS_LIMIT = 1000;
  private static final long CONTENT_LIMIT = 64 << 20;

  private final InputStream in;

  Http1Reader(InputStream in) {
    this.in = in;
  }

  /**
   * Reads the final response to a request; informational ones before it are passed over.
   *
   * @throws EOFException when the connection ends first; its message says where
   * @throws MalformedResponse when what comes is not a response
   */
  Http1Response read(String requestMethod) throws IOException {
    while (true) {
      Matcher line = statusLine();
      String version = line.group(1);
      int status = Integer.parseInt(line.group(2));
      List<Header> headers = fields("in the header");
      if (status >= 200 || status == 101) {
        return withContent(version, status, headers, requestMethod);
      }
    }
  }

  private Matcher statusLine() throws IOException {
    String line = line(Failures.BEFORE_A_RESPONSE, "in the status line");
    Matcher matcher = STATUS_LINE.matcher(line);
    if (!matcher.matches()) {
      throw new MalformedResponse("\"" + start(line) + "\" is no status line (RFC 9112 §4)");
    }
    return matcher;
  }

  private List<Header> fields(String where) throws IOException {
    var fields = new ArrayList<Header>();
    while (true) {
      String line = line(where, where);
      if (line.isEmpty()) {
        return List.copyOf(fields);
      }
      Matcher field = FIELD.matcher(line);
      if (!field.matches()) {
        throw new MalformedResponse("\"" + start(line) + "\" is no field line (RFC 9112 §5)");
      }
      if (fields.size() == FIELDS_LIMIT) {
        throw new MalformedResponse("more than " + FIELDS_LIMIT + " fields");
      }
      fields.add(new Header(field.group(1), field.group(2)));
    }
  }

  private Http1Response withContent(
      String version, int status, List<Header> headers, String requestMethod) throws IOException {
    boolean keeps = keepsConnection(version, headers);
    List<String> codings = values(headers, "Transfer-Encoding");
    List<String> lengths = values(headers, "Content-Length");
    if (!codings.isEmpty() && !lengths.isEmpty()) {
      throw new MalformedResponse("both Transfer-Encoding and Content-Length (RFC 9112 §6.3)");
    }
    if (requestMethod.equals("HEAD") || status == 204 || status == 304 || status == 101) {
      return new Http1Response(version, status, headers, new byte[0], List.of(), keeps);
    }
    if (!codings.isEmpty()) {
      if (!codings.equals(List.of("chunked"))) {
        throw new MalformedResponse("Transfer-Encoding " + codings + ", which was not asked for");
      }
      byte[] content = chunks();
      return new Http1Response(version, status, headers, content, fields("in the trailer"), keeps);
    }
    if (!lengths.isEmpty()) {
      return new Http1Response(
          version, status, headers, content(length(lengths)), List.of(), keeps);
    }
    return new Http1Response(version, status, headers, untilTheEnd(), List.of(), false);
  }

  private byte[] chunks() throws IOException {
    var content = new ByteArrayOutputStream();
    while (true) {
      String line = line("in a chunk size", "in a chunk size");
      Matcher size = CHUNK_SIZE.matcher(line);
      if (!size.matches()) {
        throw new MalformedResponse("\"" + start(line) + "\" is no chunk size (RFC 9112 §7.1)");
      }
      long length = Long.parseLong(size.group(1), 16);
      if (length == 0) {
        return content.toByteArray();
      }
      content.writeBytes(content(within(content.size() + length, length)));
      if (!line("after a chunk", "after a chunk").isEmpty()) {
        throw new MalformedResponse("a chunk is longer than its size says (RFC 9112 §7.1)");
      }
    }
  }

  private byte[] content(long length) throws IOException {
    byte[] content = in.readNBytes((int) length);
    if (content.length < length) {
      throw new EOFException("after " + content.length + " of " + length + " bytes of content");
    }
    return content;
  }

  private byte[] untilTheEnd() throws IOException {
    byte[] content = in.readNBytes((int) CONTENT_LIMIT + 1);
    within(content.length, content.length);
    return content;
  }

  private static long length(List<String> lengths) throws MalformedResponse {
    String first = lengths.getFirst();
    if (!LENGTH.matcher(first).matches()
        || lengths.stream().anyMatch(each -> !each.equals(first))) {
      throw new MalformedResponse("Content-Length " + lengths + " is no length (RFC 9110 §8.6)");
    }
    long length = Long.parseLong(first);
    return within(length, length);
  }

  private static long within(long total, long length) throws MalformedResponse {
    if (total > CONTENT_LIMIT) {
      throw new MalformedResponse("more than " + CONTENT_LIMIT + " bytes of content");
    }
    return length;
  }

  private static boolean keepsConnection(String version, List<Header> headers) {
    List<String> options = values(headers, "Connection");
    return version.equals("HTTP/1.1") ? !options.contains("close") : options.contains("keep-alive");
  }

  /** The members of a list field in lower case. */
  private static List<String> values(List<Header> headers, String name) {
    return headers.stream()
        .filter(header -> header.isNamed(name))
        .flatMap(header -> Arrays.stream(header.value().split(",", -1)))
        .map(value -> value.strip().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** A line without its CRLF. */
  private String line(String whereAtStart, String whereInside) throws IOException {
    var line = new ByteArrayOutputStream(128);
    while (true) {
      int next = in.read();
      switch (next) {
        case -1 -> throw new EOFException(line.size() == 0 ? whereAtStart : whereInside);
        case '\n' ->
            throw new MalformedResponse(
                "a bare line feed after \""
                    + start(line.toString(ISO_8859_1))
                    + "\" (RFC 9112 §2.2)");
        case '\r' -> {
          if (in.read() != '\n') {
            throw new MalformedResponse(
                "a bare carriage return after \""
                    + start(line.toString(ISO_8859_1))
                    + "\" (RFC 9112 §2.2)");
          }
          return line.toString(ISO_8859_1);
        }
        default -> line.write(next);
      }
      if (line.size() > LINE_LIMIT) {
        throw new MalformedResponse("a line of more than " + LINE_LIMIT + " bytes");
      }
    }
  }

  private static String start(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
