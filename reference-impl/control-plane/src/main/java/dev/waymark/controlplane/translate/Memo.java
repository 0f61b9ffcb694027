package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.controlplane.view.Lookup;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Results that are kept for as long as they hold: until the input is another, or something that was
 * looked up on the way.
 *
 * @param <K> what the result is of
 * @param <I> all that goes into it besides what is looked up, compared by equality
 */
final class Memo<K, I, R> {
  private final Map<K, Entry<I, R>> entries = new HashMap<>();

  private record Entry<I, R>(I input, Lookup lookup, R result) {}

  /** The result, worked out anew only if it has to be. */
  R get(K key, I input, ClusterView view, Function<Lookup, R> work) {
    Entry<I, R> known = entries.get(key);
    if (known != null && known.input.equals(input) && known.lookup.holdsIn(view)) {
      return known.result;
    }
    var lookup = new Lookup(view);
    R result = work.apply(lookup);
    entries.put(key, new Entry<>(input, lookup, result));
    return result;
  }

  /** Forgets all but the given. */
  void retain(Set<K> keys) {
    entries.keySet().retainAll(keys);
  }
}
