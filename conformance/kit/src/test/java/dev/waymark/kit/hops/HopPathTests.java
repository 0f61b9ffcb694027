package dev.waymark.kit.hops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HopPathTests {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final String OUTBOUND =
      """
      {"time":"2026-01-01T00:00:01Z","component":"ztunnel","workload":"k//Pod/shop/client",\
      "number":1,"direction":"outbound","src.addr":"10.0.0.1:4000","src.identity":"spiffe://td/ns/shop/sa/client",\
      "dst.service_addr":"10.1.0.1:80","dst.identity":"spiffe://td/ns/shop/sa/waypoint",\
      "accepted.protocol":"tcp","accepted.local":"127.0.0.1:5","accepted.remote":"10.0.0.1:4000",\
      "opened.protocol":"hbone","opened.local":"10.0.0.1:4001","opened.remote":"10.0.0.9:15008",\
      "opened.authority":"10.1.0.1:80","opened.stream":3,"decision":"%s","duration":"2ms"}\
      """;

  private static final String AT_WAYPOINT =
      """
      {"time":"2026-01-01T00:00:02Z","component":"waypoint","workload":"k//Pod/shop/waypoint",\
      "direction":"inbound","src.addr":"10.0.0.1:4000","dst.service_addr":"10.1.0.1:80",\
      "accepted.protocol":"hbone","accepted.local":"10.0.0.9:15008","accepted.remote":"10.0.0.1:4001",\
      "accepted.authority":"10.1.0.1:80","accepted.stream":3,\
      "opened.protocol":"hbone","opened.local":"10.0.0.9:4002","opened.remote":"10.0.0.2:15008",\
      "opened.authority":"10.0.0.2:3000","opened.stream":5,\
      "method":"GET","host":"server","path":"%s","status":200,"decision":"forwarded"}\
      """;

  private static final String INBOUND =
      """
      {"time":"2026-01-01T00:00:00.5Z","component":"ztunnel","workload":"k//Pod/shop/server",\
      "direction":"inbound","src.addr":"10.0.0.9:4002","dst.service_addr":"10.0.0.2:3000",\
      "accepted.protocol":"hbone","accepted.local":"10.0.0.2:15008","accepted.remote":"10.0.0.9:4002",\
      "accepted.authority":"10.0.0.2:3000","accepted.stream":5,\
      "opened.protocol":"tcp","opened.local":"10.0.0.9:4003","opened.remote":"10.0.0.2:3000",\
      "decision":"forwarding"}\
      """;

  private static List<HopPath> paths(String... lines) {
    return HopPath.from(
        "shop/client",
        START.plusMillis(900),
        Stream.of(lines).flatMap(line -> HopLine.parse(line).stream()).toList());
  }

  @Test
  void aHopLeadsToTheOneThatAcceptedWhatItOpened() {
    assertThat(
            paths(INBOUND, "ready", AT_WAYPOINT.formatted("/a"), OUTBOUND.formatted("forwarded")))
        .singleElement()
        .satisfies(
            path -> {
              assertThat(path.hops())
                  .extracting(Hop::component)
                  .containsExactly("ztunnel", "waypoint", "ztunnel");
              assertThat(path.request()).contains(new Hop.Request("GET", "server", "/a", 200));
              assertThat(path.isCutOff()).isFalse();
            });
  }

  @Test
  void eachRequestOnAConnectionHasAPathOfItsOwn() {
    assertThat(
            paths(
                OUTBOUND.formatted("forwarded"),
                AT_WAYPOINT.formatted("/a"),
                AT_WAYPOINT.formatted("/b")))
        .hasSize(2)
        .allMatch(HopPath::isCutOff);
  }

  @Test
  void whatIsOverIsNotToldTwice() {
    assertThat(paths(OUTBOUND.formatted("forwarding"), OUTBOUND.formatted("denied")))
        .singleElement()
        .satisfies(
            path -> {
              assertThat(path.hops().getFirst().decision()).isEqualTo("denied");
              assertThat(path.isCutOff()).isFalse();
            });
  }

  @Test
  void anotherStreamOfTheSameConnectionIsAnotherTunnel() {
    assertThat(
            paths(
                OUTBOUND.formatted("forwarding"),
                AT_WAYPOINT
                    .formatted("/a")
                    .replace("\"accepted.stream\":3", "\"accepted.stream\":7")))
        .singleElement()
        .satisfies(path -> assertThat(path.hops()).hasSize(1));
  }

  @Test
  void whatBeganBeforeIsLeftOut() {
    assertThat(
            HopPath.from(
                "shop/client",
                START.plusSeconds(2),
                List.of(HopLine.parse(OUTBOUND.formatted("forwarded")).orElseThrow())))
        .isEmpty();
  }

  @Test
  void linesThatTellOfNoHopAreNone() {
    for (String line :
        List.of(
            "",
            "{",
            "{\"decision\":1}",
            "{\"decision\":\"forwarded\"}",
            OUTBOUND.formatted("forwarded").replace("2026-01-01T00:00:01Z", "yesterday"))) {
      assertThat(HopLine.parse(line)).as(line).isEmpty();
    }
  }
}
