package dev.waymark.model;

import java.util.List;
import java.util.Locale;

/**
 * Changes of a header section, made in this order: removed, set, added. Names are compared without
 * regard to case and sent as written.
 *
 * @param set replaces every value of the name
 * @param add adds a value after those that are there
 * @param remove names whose values all go, in lower case
 */
public record HeaderEdits(List<Field> set, List<Field> add, List<String> remove) {
  /** Changes nothing. */
  public static final HeaderEdits NONE = new HeaderEdits(List.of(), List.of(), List.of());

  public HeaderEdits {
    set = List.copyOf(set);
    add = List.copyOf(add);
    remove = remove.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  /** Whether nothing changes. */
  public boolean isEmpty() {
    return set.isEmpty() && add.isEmpty() && remove.isEmpty();
  }

  /** A header field. */
  public record Field(String name, String value) {
    public Field {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a header needs a name");
      }
      if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
        throw new IllegalArgumentException(
            "the value of header " + name + " contains a line break");
      }
    }
  }
}
