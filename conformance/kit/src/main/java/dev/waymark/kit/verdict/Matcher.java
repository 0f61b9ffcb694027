package dev.waymark.kit.verdict;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.netty.util.NetUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a field of an observation has to be. Data: it is written to the evidence and read back from
 * it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "must")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Matcher.Equal.class, name = "equal"),
  @JsonSubTypes.Type(value = Matcher.OneOf.class, name = "be one of"),
  @JsonSubTypes.Type(value = Matcher.StartWith.class, name = "start with"),
  @JsonSubTypes.Type(value = Matcher.Include.class, name = "include"),
  @JsonSubTypes.Type(value = Matcher.Exclude.class, name = "exclude"),
  @JsonSubTypes.Type(value = Matcher.HaveExactly.class, name = "have exactly"),
  @JsonSubTypes.Type(value = Matcher.Between.class, name = "lie between"),
  @JsonSubTypes.Type(value = Matcher.Address.class, name = "be an address of the right type"),
  @JsonSubTypes.Type(value = Matcher.Present.class, name = "be present"),
  @JsonSubTypes.Type(value = Matcher.Absent.class, name = "be absent"),
})
public sealed interface Matcher {
  /** True when the value is as it has to be; null stands for a field that isn't there. */
  boolean accepts(@Nullable JsonNode actual);

  /** The rest of a sentence that begins with the field's name: {@code must equal "True"}. */
  String says();

  /** The same value. Numbers are compared by value. */
  record Equal(JsonNode value) implements Matcher {
    @Override
    public boolean accepts(@Nullable JsonNode actual) {
      return actual != null && Matcher.same(value, actual);
    }

    @Override
    public String says() {
      return "must equal " + value;
    }
  }

  /** One of several values. */
  record OneOf(List<JsonNode> values) implements Matcher {
    @Override
    public boolean accepts(@Nullable JsonNode actual) {
      return actual != null && values.stream().anyMatch(value -> Matcher.same(value, actual));
    }

    @Override
    public String says() {
      return "must be one of " + values;
    }
  }

  /** A text that begins so. */
  record StartWith(String prefix) implements Matcher {
    @Override
    public boolean accepts(@Nullable JsonNode actual) {
      return actual != null && actual.isString() && actual.asString().startsWith(prefix);
    }

    @Override
    public String says() {
      return "must start with \"" + prefix + "\"";
    }
  }

  /** A list that holds at least these. */
  record Include(List<JsonNode> values) implements Matcher {
    @Override
    public boolean accepts(@Nullable JsonNode actual) {
      return actual != null
          && actual.isArray()
          && values.stream()
              .allMatch(value -> actual.valueStream().anyMatch(each -> Matcher.same(value, each)));
    }

    @Override
    public String says() {
      return "must include " + values;
    }
  }

  /** A list that is there and holds none of these. */
  record Exclude(List<JsonNode> values) implements Matcher {
    @Override
    public boolean accepts(@Nullable JsonNode actual) {
      return actual != null
          && actual.isArray()
          && values.stream()
              .noneMatch(value -> actual.valueStream().anyMatch(each -> Matcher.same(value, each)));
    }

    @Override
    public String says() {
      return "must not include any of " + values;
    }
  }

  /** A list that holds these and no others, in any order. */
  record HaveExactly(List<JsonNode> values) implements Matcher {
    @Override
    public boolean accepts(@Nullable JsonNode actual) {
      return actual != null
          && actual.isArray()
          && actual.size() == values.size()
          && new Include(values).accepts(actual);
    }

    @Override
    public String says() {
      return "must have exactly " + values;
    }
  }

  /** A whole number from low to high, both included. */
  record Between(long low, long high) implements Matcher {
    @Override
    public boolean accepts(@Nullable JsonNode actual) {
      return actual != null
          && actual.isIntegralNumber()
          && actual.asLong() >= low
          && actual.asLong() <= high;
    }

    @Override
    public String says() {
      return low == high ? "must equal " + low : "must lie between " + low + " and " + high;
    }
  }

  /**
   * A Gateway's address, an object with {@code type} and {@code value}, of the type that its value
   * is of.
   */
  record Address() implements Matcher {
    @Override
    public boolean accepts(@Nullable JsonNode actual) {
      if (actual == null || !actual.path("value").isString()) {
        return false;
      }
      String value = actual.path("value").asString();
      boolean ip = NetUtil.isValidIpV4Address(value) || NetUtil.isValidIpV6Address(value);
      return actual.path("type").asString("").equals(ip ? "IPAddress" : "Hostname");
    }

    @Override
    public String says() {
      return "must have the type that its value is of: IPAddress, or Hostname for a name";
    }
  }

  /** Anything, but there. */
  record Present() implements Matcher {
    @Override
    public boolean accepts(@Nullable JsonNode actual) {
      return actual != null && !actual.isNull();
    }

    @Override
    public String says() {
      return "must be present";
    }
  }

  /** Not there. */
  record Absent() implements Matcher {
    @Override
    public boolean accepts(@Nullable JsonNode actual) {
      return actual == null || actual.isNull();
    }

    @Override
    public String says() {
      return "must be absent";
    }
  }

  private static boolean same(JsonNode expected, JsonNode actual) {
    // 1 read back from a log may be an int where a long was written: the value counts, not its Java
    // type
    return expected.isIntegralNumber() && actual.isIntegralNumber()
        ? expected.bigIntegerValue().equals(actual.bigIntegerValue())
        : expected.equals(actual);
  }
}
