package dev.waymark.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.cli.bench.ClusterFigures.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterFiguresTests {

  @Test
  void eachTargetIsJudgedAndTheMissedAreCounted() {
    var figures =
        new ClusterFigures(
            List.of(
                Figure.of("start", 400, "ms", 1000),
                Figure.of("delivery", 6, "ms", 5),
                Figure.shown("cold", 3000, "ms")));
    assertThat(figures.lines()).hasSize(4);
    assertThat(figures.lines().get(0)).contains("400.00 ms", "ratio  0.40", "met");
    assertThat(figures.lines().get(1)).contains("6.00 ms", "ratio  1.20", "MISSED");
    assertThat(figures.lines().get(2)).contains("3000.00 ms").doesNotContain("target");
    assertThat(figures.lines().getLast()).startsWith("1 of the targets missed");
  }

  @Test
  void aQuantileIsAValueThatWasMeasured() {
    double[] values = {5, 1, 4, 2, 3};
    assertThat(ClusterFigures.quantile(values, 0.5)).isEqualTo(3);
    assertThat(ClusterFigures.quantile(values, 0.99)).isEqualTo(5);
    assertThat(ClusterFigures.quantile(values, 0)).isEqualTo(1);
  }
}
