package dev.waymark.kit.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SharesTests {
  private static final Map<String, Integer> WEIGHTS = Map.of("v1", 70, "v2", 30, "v3", 0);

  @Test
  void needsSomeThousandRequestsForSeventyToThirty() {
    Shares shares = Shares.of(WEIGHTS);

    assertThat(shares.requests()).isBetween(3_500, 6_000);
    assertThat(shares.counts().get("v3")).isEqualTo(new Matcher.Between(0, 0));
    Matcher.Between first = shares.counts().get("v1");
    assertThat((double) first.low() / shares.requests()).isBetween(0.65, 0.70);
    assertThat((double) first.high() / shares.requests()).isBetween(0.70, 0.75);
  }

  @Test
  void neverAccusesAFairOneAndCatchesOneThatIsFivePointsOff() {
    Shares shares = Shares.of(WEIGHTS);
    Random random = new Random(42);

    int accused = 0;
    int caught = 0;
    for (int run = 0; run < 300; run++) {
      accused +=
          shares.expectation().compare(draw(random, shares.requests(), 0.70)).isEmpty() ? 0 : 1;
      caught +=
          shares.expectation().compare(draw(random, shares.requests(), 0.75)).isEmpty() ? 0 : 1;
    }
    assertThat(accused).isZero();
    assertThat(caught).isGreaterThanOrEqualTo(290);
  }

  @Test
  void aBackendOfWeightZeroMayNotBeReachedOnce() {
    Shares shares = Shares.of(Map.of("v1", 1, "v3", 0));
    ObjectNode observed = Json.object();
    observed.put("answered", shares.requests()).put("strangers", 0);
    observed.putObject("backends").put("v1", shares.requests() - 1).put("v3", 1);

    assertThat(shares.expectation().compare(observed))
        .extracting(Expectation.Mismatch::field)
        .containsExactly("backends › v1", "backends › v3");
  }

  @Test
  void weightsThatAreAllZeroAreRefused() {
    assertThatThrownBy(() -> Shares.of(Map.of("v1", 0)))
        .hasMessageContaining("at least one above 0");
  }

  private static ObjectNode draw(Random random, int requests, double share) {
    int first = 0;
    for (int each = 0; each < requests; each++) {
      first += random.nextDouble() < share ? 1 : 0;
    }
    ObjectNode observed = Json.object();
    observed.put("answered", requests).put("strangers", 0);
    observed.putObject("backends").put("v1", first).put("v2", requests - first).put("v3", 0);
    return observed;
  }
}
