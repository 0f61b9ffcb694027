package dev.waymark.kit.run;

import dev.waymark.kit.Header;
import dev.waymark.kit.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what the mesh workload's {@code client} prints: for each request, in lines that begin with
 * its number, {@code [0] StatusCode=200}, {@code [0] ResponseHeader=Name:value}, and the lines of
 * the content as {@code [0 body] line}. Pure.
 */
final class ClientOutput {
  private static final Pattern LINE = Pattern.compile("\\[(\\d+)( body)?] ?(.*)");
  private static final Pattern FAILURE = Pattern.compile("requests had errors; first error: (.*)");

  /** It doesn't print which version of HTTP the answer came in. */
  private static final String UNKNOWN = "";

  private ClientOutput() {}

  /** The responses, in the order of the requests. */
  static List<Response> responses(String output) {
    Map<Integer, Printed> byNumber = new LinkedHashMap<>();
    output
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(
            line -> {
              Printed printed =
                  byNumber.computeIfAbsent(Integer.valueOf(line.group(1)), any -> new Printed());
              if (line.group(2) == null) {
                printed.field(line.group(3));
              } else {
                printed.body.append(line.group(3)).append('\n');
              }
            });
    return byNumber.values().stream().flatMap(printed -> printed.response().stream()).toList();
  }

  /** Why the client gave up, in its own words; it then prints nothing of what went well. */
  static Optional<String> failure(String output) {
    Matcher found = FAILURE.matcher(output);
    return found.find() ? Optional.of(found.group(1).strip()) : Optional.empty();
  }

  private static final class Printed {
    private final List<Header> headers = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private int status;

    void field(String line) {
      int equals = line.indexOf('=');
      String name = equals < 0 ? line : line.substring(0, equals);
      String value = line.substring(equals + 1);
      switch (name) {
        case "StatusCode" -> status = value.matches("\\d{3}") ? Integer.parseInt(value) : 0;
        case "ResponseHeader" -> {
          int colon = value.indexOf(':');
          if (colon > 0) {
            headers.add(new Header(value.substring(0, colon), value.substring(colon + 1).strip()));
          }
        }
        default -> {} // Url, Latency and the like say nothing of the answer
      }
    }

    Optional<Response> response() {
      return status == 0
          ? Optional.empty()
          : Optional.of(new Response(status, UNKNOWN, headers, body.toString(), null));
    }
  }
}
