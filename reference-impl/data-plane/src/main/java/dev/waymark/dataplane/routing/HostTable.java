package dev.waymark.dataplane.routing;

import dev.waymark.dataplane.http.Syntax;
import dev.waymark.model.HostPattern;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by host pattern, found from the most specific pattern to the least: the name itself, then
 * suffixes from the longest to the shortest, then every host. Case means nothing. Immutable.
 */
public final class HostTable<V> {
  private final ByteTable<V> exact;
  private final ByteTable<V> suffixes; // with their leading dot
  private final @Nullable V any;

  public HostTable(Map<HostPattern, V> entries) {
    Map<String, V> names = new HashMap<>();
    Map<String, V> endings = new HashMap<>();
    V every = null;
    for (Map.Entry<HostPattern, V> entry : entries.entrySet()) {
      switch (entry.getKey()) {
        case HostPattern.Exact name -> names.put(name.host(), entry.getValue());
        case HostPattern.Suffix ending -> endings.put(ending.suffix(), entry.getValue());
        case HostPattern.Any _ -> every = entry.getValue();
      }
    }
    exact = new ByteTable<>(names);
    suffixes = new ByteTable<>(endings);
    any = every;
  }

  /** The value of the most specific pattern, or null if none matches. */
  public @Nullable V mostSpecific(byte[] host, int start, int end) {
    V found = exact(host, start, end);
    for (int dot = firstDot(host, start, end);
        found == null && dot < end;
        dot = nextDot(host, dot, end)) {
      found = suffix(host, dot, end);
    }
    return found != null ? found : any;
  }

  @Nullable V exact(byte[] host, int start, int end) {
    return exact.isEmpty() ? null : exact.getIgnoringCase(host, start, end, hash(host, start, end));
  }

  /** The value of the suffix that begins with the dot at {@code dot}. */
  @Nullable V suffix(byte[] host, int dot, int end) {
    return suffixes.getIgnoringCase(host, dot, end, hash(host, dot, end));
  }

  @Nullable V any() {
    return any;
  }

  /**
   * The dot where the longest suffix begins, or {@code end}: a wildcard stands for at least one
   * character.
   */
  int firstDot(byte[] host, int start, int end) {
    return suffixes.isEmpty() ? end : nextDot(host, start, end);
  }

  /** The next dot to the right, or {@code end}. */
  static int nextDot(byte[] host, int from, int end) {
    for (int i = from + 1; i < end; i++) {
      if (host[i] == '.') {
        return i;
      }
    }
    return end;
  }

  private static int hash(byte[] bytes, int start, int end) {
    int hash = ByteTable.SEED;
    for (int i = start; i < end; i++) {
      hash = ByteTable.hash(hash, Syntax.lower(bytes[i]));
    }
    return hash;
  }
}
