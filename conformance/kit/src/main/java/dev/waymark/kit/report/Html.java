package dev.waymark.kit.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A piece of HTML that is well-formed XML as well. What comes in as text is escaped; what is Html
 * already is not.
 */
record Html(String markup) {
  static final Html NOTHING = new Html("");

  /** Text. Control characters that no page can hold become a replacement sign. */
  static Html text(String text) {
    return new Html(
        text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replaceAll("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD]", "\uFFFD"));
  }

  /**
   * An element with content and, after a space in its name, attributes: {@code element("td
   * class=\"num\"", ...)}.
   */
  static Html element(String open, Html... content) {
    String name = open.split(" ", 2)[0];
    return new Html("<" + open + ">" + join(List.of(content)).markup() + "</" + name + ">");
  }

  /** An element with text. */
  static Html element(String open, String text) {
    return element(open, text(text));
  }

  /** A link. */
  static Html link(String to, String text) {
    return element("a href=\"" + text(to).markup() + "\"", text(text));
  }

  /** All of them in a row. */
  static Html join(List<Html> parts) {
    return new Html(parts.stream().map(Html::markup).collect(Collectors.joining()));
  }

  /** All of them in a row. */
  static Html join(Stream<Html> parts) {
    return join(parts.toList());
  }

  /** A table with a head. */
  static Html table(List<String> head, Stream<List<Html>> rows) {
    Html first = element("tr", join(head.stream().map(each -> element("th", each))));
    Html rest =
        join(rows.map(row -> element("tr", join(row.stream().map(each -> element("td", each))))));
    return element("table", element("thead", first), element("tbody", rest));
  }
}
