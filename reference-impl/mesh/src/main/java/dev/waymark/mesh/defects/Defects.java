package dev.waymark.mesh.defects;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All defects that there are. */
public final class Defects {
  private static final int NEAR = 3;

  private static final List<Defect> ALL =
      Stream.of(
              GatewayStatusDefects.ALL,
              ListenerStatusDefects.ALL,
              ListenerChangeDefects.ALL,
              TlsDefects.ALL,
              AttachmentDefects.ALL,
              HostnameDefects.ALL,
              RouteStatusDefects.ALL,
              BackendDefects.ALL,
              GrantDefects.ALL,
              MatchDefects.ALL,
              PrecedenceDefects.ALL,
              FilterDefects.ALL,
              TargetDefects.ALL,
              RoutingMessageDefects.ALL,
              ForwardMessageDefects.ALL,
              FrontendDefects.ALL,
              ServiceRouteDefects.ALL,
              MeshServiceDefects.ALL)
          .flatMap(List::stream)
          .toList();

  private Defects() {}

  /** Every defect, by theme. */
  public static List<Defect> all() {
    return ALL;
  }

  /**
   * The defect of that name, whatever its case and with {@code -} for {@code _}.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names that are nearest
   */
  public static Defect named(String name) {
    String wanted = name.toUpperCase(Locale.ROOT).replace('-', '_');
    return ALL.stream()
        .filter(defect -> defect.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no defect is called '" + name + "'; the nearest are " + nearest(wanted)));
  }

  private static String nearest(String wanted) {
    return ALL.stream()
        .map(Defect::name)
        .sorted(Comparator.comparingInt(name -> distance(name, wanted)))
        .limit(NEAR)
        .collect(Collectors.joining(", "));
  }

  /** How many characters have to be changed, put in or left out (Levenshtein). */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
