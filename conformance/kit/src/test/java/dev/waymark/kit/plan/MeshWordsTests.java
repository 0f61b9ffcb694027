package dev.waymark.kit.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeshWordsTests {
  @Test
  void aPlainGatewayHasNoWordsOfItsOwn() {
    var words = MeshWords.of(claims(Map.of()));

    assertThat(words.enrolment()).isEmpty();
    assertThat(words.waypointClass()).isEmpty();
    assertThat(words.controller()).isEqualTo("example.org/gateway");
  }

  @Test
  void aMeshSaysWhatPutsANamespaceIntoIt() {
    var words =
        MeshWords.of(
            claims(
                Map.of(
                    MeshWords.LABELS, "istio.io/dataplane-mode=ambient, team=a",
                    MeshWords.WAYPOINT_CLASS, "example-waypoint",
                    MeshWords.CONTROLLER, "example.org/mesh")));

    assertThat(words.enrolment())
        .isEqualTo(Map.of("istio.io/dataplane-mode", "ambient", "team", "a"));
    assertThat(words.waypointClass()).contains("example-waypoint");
    assertThat(words.controller()).isEqualTo("example.org/mesh");
  }

  @Test
  void whatIsNoLabelIsRefused() {
    assertThatThrownBy(() -> MeshWords.of(claims(Map.of(MeshWords.LABELS, "ambient"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("expected: key=value");
  }

  private static Claims claims(Map<String, String> vocabulary) {
    var nobody = new Claims.Implementation("", "", "", "", List.of());
    return new Claims(nobody, "example", "example.org/gateway", Set.of(), false, vocabulary);
  }
}
