package dev.waymark.dataplane.routing;

import dev.waymark.dataplane.http.Syntax;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hash table whose keys are looked up as ranges of a byte array, so that a part of a request
 * needs no object to be found. Immutable.
 */
final class ByteTable<V> {
  static final int SEED = 0;

  private final byte[][] keys;
  private final @Nullable Object[] values;
  private final int mask;
  private final int longest;
  private final int size;

  /** Copies a map; keys are texts of one byte per character. */
  ByteTable(Map<String, V> entries) {
    int capacity = Integer.highestOneBit(Math.max(4, entries.size() * 3)) << 1;
    keys = new byte[capacity][];
    values = new Object[capacity];
    mask = capacity - 1;
    longest = entries.keySet().stream().mapToInt(String::length).max().orElse(0);
    size = entries.size();
    entries.forEach(this::put);
  }

  /** Mixes one more byte into a hash. */
  static int hash(int hash, byte b) {
    return hash * 31 + b;
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ mixed >>> 15;
  }

  private void put(String key, V value) {
    byte[] bytes = Bytes.of(key);
    int hash = SEED;
    for (byte b : bytes) {
      hash = hash(hash, b);
    }
    int slot = spread(hash) & mask;
    while (keys[slot] != null) {
      slot = slot + 1 & mask;
    }
    keys[slot] = bytes;
    values[slot] = value;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Length of the longest key: no longer range can be found. */
  int longest() {
    return longest;
  }

  /** Finds the range whose bytes, mixed one by one from {@link #SEED}, gave {@code hash}. */
  @Nullable V get(byte[] bytes, int start, int end, int hash) {
    int slot = spread(hash) & mask;
    for (byte[] key = keys[slot]; key != null; key = keys[slot]) {
      if (same(key, bytes, start, end)) {
        return value(slot);
      }
      slot = slot + 1 & mask;
    }
    return null;
  }

  /**
   * As {@link #get}, for keys in lower case and a range of whatever case, whose hash was mixed from
   * lower-case bytes.
   */
  @Nullable V getIgnoringCase(byte[] bytes, int start, int end, int hash) {
    int slot = spread(hash) & mask;
    for (byte[] key = keys[slot]; key != null; key = keys[slot]) {
      if (sameIgnoringCase(key, bytes, start, end)) {
        return value(slot);
      }
      slot = slot + 1 & mask;
    }
    return null;
  }

  @SuppressWarnings("unchecked") // put() stores nothing else
  private @Nullable V value(int slot) {
    return (V) values[slot];
  }

  private static boolean same(byte[] key, byte[] bytes, int start, int end) {
    return Arrays.equals(key, 0, key.length, bytes, start, end);
  }

  private static boolean sameIgnoringCase(byte[] key, byte[] bytes, int start, int end) {
    if (key.length != end - start) {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      if (key[i] != Syntax.lower(bytes[start + i])) {
        return false;
      }
    }
    return true;
  }
}
