package dev.waymark.cli.trace;

import dev.waymark.kit.hops.Hop;
import dev.waymark.kit.hops.HopPath;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A path for people: a line for each hop. Pure. */
public final class PathText {
  private static final String SCHEME = "spiffe://";

  private PathText() {}

  /** The lines, aligned, each with its end. */
  public static String of(HopPath path) {
    List<List<String>> rows = new ArrayList<>();
    for (Hop hop : path.hops()) {
      rows.add(row(rows.size() + 1, hop));
    }
    int columns = rows.getFirst().size();
    int[] widths =
        IntStream.range(0, columns)
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder("  ");
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
    }
    return line.toString().stripTrailing() + "\n";
  }

  private static List<String> row(int number, Hop hop) {
    return List.of(
        Integer.toString(number),
        hop.component() + " " + hop.direction(),
        "for " + hop.pod(),
        party(hop.source()) + " -> " + party(hop.destination()),
        way(hop),
        decision(hop),
        hop.duration());
  }

  private static String party(Hop.Party party) {
    return party.identity().isEmpty()
        ? party.address() + " (no identity)"
        : party.identity().substring(party.identity().startsWith(SCHEME) ? SCHEME.length() : 0);
  }

  private static String way(Hop hop) {
    Hop.Leg opened = hop.opened();
    return leg(hop.accepted()) + " -> " + (opened == null ? "nowhere" : leg(opened));
  }

  private static String leg(Hop.Leg leg) {
    return leg.protocol() + (leg.authority().isEmpty() ? "" : " " + leg.authority());
  }

  private static String decision(Hop hop) {
    Hop.Request request = hop.request();
    String said = hop.outcome();
    String what =
        request == null
            ? said
            : "%s %s %d, %s".formatted(request.method(), request.path(), request.status(), said);
    return hop.reason().isEmpty() ? what : what + ": " + hop.reason();
  }
}
