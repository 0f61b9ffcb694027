package dev.waymark.kit.hops;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Hops in the order in which a request passed them: each accepted what the one before it opened.
 *
 * @param hops at least one
 */
public record HopPath(List<Hop> hops) {
  public HopPath {
    hops = List.copyOf(hops);
    if (hops.isEmpty()) {
      throw new IllegalArgumentException("hops: none (expected: at least one)");
    }
  }

  /**
   * The paths that begin in a Pod, the oldest first. Of a connection that is over, what was told
   * when it went on is left out.
   *
   * @param pod {@code NAMESPACE/NAME}
   * @param since what began before is left out
   */
  public static List<HopPath> from(String pod, Instant since, Collection<Hop> told) {
    List<Hop> hops = withoutBeginnings(told);
    return hops.stream()
        .filter(hop -> hop.pod().equals(pod) && hop.direction().equals("outbound"))
        .filter(hop -> !hop.start().isBefore(since))
        .sorted(Comparator.comparing(Hop::start))
        .flatMap(hop -> follow(hop, hops, since).stream())
        .toList();
  }

  private static List<Hop> withoutBeginnings(Collection<Hop> told) {
    Set<Hop.Leg> over = new HashSet<>();
    told.stream()
        .filter(hop -> !hop.decision().equals("forwarding"))
        .map(Hop::accepted)
        .forEach(over::add);
    return told.stream()
        .filter(hop -> !hop.decision().equals("forwarding") || !over.contains(hop.accepted()))
        .toList();
  }

  /**
   * A proxy that reads requests tells of each one on a connection: then there are several paths.
   */
  private static List<HopPath> follow(Hop first, List<Hop> hops, Instant since) {
    List<HopPath> found = new ArrayList<>();
    follow(List.of(first), hops, since, found);
    return found;
  }

  private static void follow(List<Hop> sofar, List<Hop> hops, Instant since, List<HopPath> found) {
    Hop.Leg opened = sofar.getLast().opened();
    List<Hop> next =
        opened == null
            ? List.of()
            : hops.stream()
                .filter(hop -> opened.leadsTo(hop.accepted()) && !sofar.contains(hop))
                .filter(hop -> hop.request() == null || !hop.start().isBefore(since))
                .sorted(Comparator.comparing(Hop::start))
                .toList();
    if (next.isEmpty()) {
      found.add(new HopPath(sofar));
    }
    for (Hop hop : next) {
      List<Hop> longer = new ArrayList<>(sofar);
      longer.add(hop);
      follow(longer, hops, since, found);
    }
  }

  /** The request, as the first proxy that reads requests saw it. */
  public Optional<Hop.Request> request() {
    return hops.stream().flatMap(hop -> Optional.ofNullable(hop.request()).stream()).findFirst();
  }

  /** Whether another proxy must have more to tell: the last one opened a tunnel to it. */
  public boolean isCutOff() {
    Hop last = hops.getLast();
    return last.isCarried() && last.opened() != null && last.opened().protocol().equals("hbone");
  }
}
