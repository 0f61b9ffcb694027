package dev.waymark.dataplane.routing;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.model.HeaderEdits;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Changes of a header section, ready to be made: removed, set, added, in this order. The fields
 * that frame a message are not a route's to change, so edits of them have no effect.
 */
public final class Edits {
  /** Changes nothing. */
  public static final Edits NONE = new Edits(List.of(), List.of(), List.of());

  private static final Set<String> FRAMING =
      Set.of("connection", "content-length", "keep-alive", "te", "transfer-encoding", "upgrade");

  private final AsciiString[] removed;
  private final Field[] set;
  private final Field[] added;

  private record Field(AsciiString lowerCaseName, AsciiString name, AsciiString value) {
    static Field of(HeaderEdits.Field field) {
      return new Field(
          Bytes.ascii(field.name().toLowerCase(Locale.ROOT)),
          Bytes.ascii(field.name()),
          Bytes.ascii(field.value()));
    }
  }

  private Edits(List<AsciiString> removed, List<Field> set, List<Field> added) {
    this.removed = removed.toArray(AsciiString[]::new);
    this.set = set.toArray(Field[]::new);
    this.added = added.toArray(Field[]::new);
  }

  static Edits of(HeaderEdits edits) {
    if (edits.isEmpty()) {
      return NONE;
    }
    return new Edits(
        edits.remove().stream().filter(Edits::isFree).map(Bytes::ascii).toList(),
        fields(edits.set()),
        fields(edits.add()));
  }

  private static List<Field> fields(List<HeaderEdits.Field> fields) {
    return fields.stream().filter(field -> isFree(field.name())).map(Field::of).toList();
  }

  private static boolean isFree(String name) {
    return !FRAMING.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Makes the changes. */
  public void apply(HeaderBlock headers) {
    for (AsciiString name : removed) {
      headers.removeAll(name);
    }
    for (Field field : set) {
      headers.set(field.lowerCaseName, field.name, field.value);
    }
    for (Field field : added) {
      headers.add(field.name, field.value);
    }
  }
}
