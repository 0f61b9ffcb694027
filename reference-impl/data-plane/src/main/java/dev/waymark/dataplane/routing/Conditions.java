package dev.waymark.dataplane.routing;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.model.Expression;
import dev.waymark.model.HeaderMatch;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpMethod;
import dev.waymark.model.QueryParamMatch;
import dev.waymark.model.ValueMatch;
import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a match asks of a request besides host and path. */
final class Conditions {
  private final @Nullable AsciiString method;
  private final Header[] headers;
  private final Parameter[] parameters;

  private record Header(AsciiString name, Value value) {}

  private record Parameter(byte[] name, Value value) {}

  /** Exactly one of the two is there. */
  private record Value(@Nullable AsciiString exact, @Nullable Expression expression) {
    static Value of(ValueMatch match) {
      return switch (match) {
        case ValueMatch.Exact exact -> new Value(Bytes.ascii(exact.value()), null);
        case ValueMatch.Regex regex -> new Value(null, regex.expression());
      };
    }

    boolean matches(CharSequence text) {
      return exact != null
          ? exact.contentEquals(text)
          : expression != null && expression.matches(text);
    }
  }

  private Conditions(
      @Nullable AsciiString method, List<Header> headers, List<Parameter> parameters) {
    this.method = method;
    this.headers = headers.toArray(Header[]::new);
    this.parameters = parameters.toArray(Parameter[]::new);
  }

  static Conditions of(HttpMatch match) {
    return new Conditions(
        match.method().map(HttpMethod::name).map(AsciiString::of).orElse(null),
        match.headers().stream().map(Conditions::header).toList(),
        match.queryParams().stream().map(Conditions::parameter).toList());
  }

  private static Header header(HeaderMatch match) {
    return new Header(Bytes.ascii(match.name()), Value.of(match.value()));
  }

  private static Parameter parameter(QueryParamMatch match) {
    return new Parameter(Bytes.of(match.name()), Value.of(match.value()));
  }

  boolean hold(RequestHead request) {
    if (method != null && !method.contentEquals(request.method())) {
      return false;
    }
    for (Header header : headers) {
      if (!holds(header, request.headers())) {
        return false;
      }
    }
    for (Parameter parameter : parameters) {
      CharSequence value = Query.first(request, parameter.name);
      if (value == null || !parameter.value.matches(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(Header condition, HeaderBlock headers) {
    int first = headers.indexOf(condition.name, 0);
    if (first < 0) {
      return false;
    }
    int second = headers.indexOf(condition.name, first + 1);
    if (second < 0 && condition.value.exact != null) {
      return headers.valueIs(first, condition.value.exact);
    }
    StringBuilder joined = new StringBuilder(headers.valueBytes(first));
    for (int i = second; i >= 0; i = headers.indexOf(condition.name, i + 1)) {
      joined.append(',').append(headers.valueBytes(i));
    }
    return condition.value.matches(joined);
  }
}
