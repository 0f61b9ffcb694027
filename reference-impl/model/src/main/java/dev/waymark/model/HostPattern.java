package dev.waymark.model;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * A set of host names: one name, every name below a suffix, or all. Names are compared without
 * regard to case and never carry a port.
 */
public sealed interface HostPattern {
  /** The pattern of every host. */
  HostPattern ANY = new Any();

  /**
   * From the most specific to the least, as the standard ranks them: an exact name before any
   * wildcard, a longer suffix before a shorter one, every host last. The text breaks remaining
   * ties, so that the order is total.
   */
  Comparator<HostPattern> MOST_SPECIFIC_FIRST =
      Comparator.comparingInt(HostPattern::rank)
          .thenComparingInt(pattern -> -pattern.toString().length())
          .thenComparing(HostPattern::toString);

  /** Whether the host, in lower case and without a port, is in the set. */
  boolean matches(String host);

  /** The hosts that are in both sets: always one of the two patterns, or nothing. */
  static Optional<HostPattern> intersection(HostPattern one, HostPattern other) {
    if (one.includes(other)) {
      return Optional.of(other);
    }
    return other.includes(one) ? Optional.of(one) : Optional.empty();
  }

  /** Whether every host of the other set is in this one. */
  boolean includes(HostPattern other);

  /**
   * Reads a host name of the Gateway API: {@code a.example}, {@code *.example}; an empty one means
   * every host.
   */
  static HostPattern parse(String hostname) {
    if (hostname.isEmpty()) {
      return ANY;
    }
    String lower = hostname.toLowerCase(Locale.ROOT);
    return lower.startsWith("*.") ? new Suffix(lower.substring(1)) : new Exact(lower);
  }

  /** One host. */
  record Exact(String host) implements HostPattern {
    public Exact {
      if (host.isEmpty() || host.indexOf('*') >= 0) {
        throw new IllegalArgumentException(
            "host: '" + host + "' (expected: a name without wildcard)");
      }
      host = host.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean matches(String candidate) {
      return candidate.equals(host);
    }

    @Override
    public boolean includes(HostPattern other) {
      return equals(other);
    }

    @Override
    public String toString() {
      return host;
    }
  }

  /**
   * Every host with one or more labels before the suffix, as {@code *.example} says; not {@code
   * example} itself.
   *
   * @param suffix begins with a dot
   */
  record Suffix(String suffix) implements HostPattern {
    public Suffix {
      if (suffix.length() < 2 || suffix.charAt(0) != '.' || suffix.indexOf('*') >= 0) {
        throw new IllegalArgumentException("suffix: '" + suffix + "' (expected: '.' and a name)");
      }
      suffix = suffix.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean matches(String candidate) {
      return candidate.length() > suffix.length() && candidate.endsWith(suffix);
    }

    @Override
    public boolean includes(HostPattern other) {
      return switch (other) {
        case Exact exact -> matches(exact.host());
        case Suffix narrower -> narrower.suffix.endsWith(suffix);
        case Any _ -> false;
      };
    }

    @Override
    public String toString() {
      return "*" + suffix;
    }
  }

  /** Every host, and requests that name none. */
  record Any() implements HostPattern {
    @Override
    public boolean matches(String candidate) {
      return true;
    }

    @Override
    public boolean includes(HostPattern other) {
      return true;
    }

    @Override
    public String toString() {
      return "*";
    }
  }

  private static int rank(HostPattern pattern) {
    return switch (pattern) {
      case Exact _ -> 0;
      case Suffix _ -> 1;
      case Any _ -> 2;
    };
  }
}
