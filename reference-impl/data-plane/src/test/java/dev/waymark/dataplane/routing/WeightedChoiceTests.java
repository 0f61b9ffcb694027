package dev.waymark.dataplane.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.model.BackendId;
import dev.waymark.model.WeightedBackend;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightedChoiceTests {
  private static WeightedBackend weighted(int weight, String name) {
    return new WeightedBackend(weight, WeightedBackend.Service.of(new BackendId("n", name, 80)));
  }

  private static Map<String, Integer> counts(WeightedChoice choice, int requests) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < requests; i++) {
      String name =
          switch (choice.choose()) {
            case WeightedChoice.Backend backend -> backend.id().service();
            case WeightedChoice.Invalid _ -> "invalid";
          };
      counts.merge(name, 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void sharesEvenShortRunsInProportion() {
    for (int run = 0; run < 100; run++) {
      Map<String, Integer> counts =
          counts(
              WeightedChoice.of(List.of(weighted(70, "a"), weighted(30, "b"), weighted(0, "c"))),
              100);
      assertThat(counts.get("a")).isBetween(67, 73);
      assertThat(counts.get("b")).isBetween(27, 33);
      assertThat(counts).doesNotContainKey("c");
    }
  }

  @Test
  void givesInvalidBackendsTheirShare() {
    WeightedBackend invalid =
        new WeightedBackend(1, new WeightedBackend.Invalid("no such Service"));
    assertThat(counts(WeightedChoice.of(List.of(weighted(3, "a"), invalid)), 1000).get("invalid"))
        .isBetween(247, 253);
  }

  @Test
  void takesTheLargestWeights() {
    WeightedBackend[] many = new WeightedBackend[16];
    for (int i = 0; i < many.length; i++) {
      many[i] = weighted(WeightedBackend.MAX_WEIGHT, "b" + i);
    }
    assertThat(counts(WeightedChoice.of(List.of(many)), 1600).values())
        .hasSize(16)
        .allMatch(count -> count >= 95 && count <= 105);
  }
}
