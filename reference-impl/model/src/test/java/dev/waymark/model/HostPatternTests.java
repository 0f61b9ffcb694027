package dev.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPatternTests {
  @ParameterizedTest
  @CsvSource({
    "a.example, a.example, true",
    "A.example, a.example, true",
    "a.example, b.example, false",
    "*.example, a.example, true",
    "*.example, a.b.example, true",
    "*.example, example, false",
    "*.example, .example, false",
    "'', anything, true",
  })
  void matchesHosts(String pattern, String host, boolean expected) {
    assertThat(HostPattern.parse(pattern).matches(host)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "a.example, *.example, a.example",
    "*.example, a.example, a.example",
    "*.example, *.b.example, *.b.example",
    "*.b.example, *.example, *.b.example",
    "*.example, *.example, *.example",
    "'', *.example, *.example",
    "a.example, '', a.example",
    "'', '', ''",
  })
  void intersectsTheNarrower(String one, String other, String expected) {
    assertThat(HostPattern.intersection(HostPattern.parse(one), HostPattern.parse(other)))
        .contains(HostPattern.parse(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "a.example, b.example",
    "*.example, example",
    "*.example, *.test",
    "*.b.example, *.ab.example",
  })
  void findsNothingInCommon(String one, String other) {
    assertThat(HostPattern.intersection(HostPattern.parse(one), HostPattern.parse(other)))
        .isEmpty();
  }

  @Test
  void ranksTheMoreSpecificFirst() {
    assertThat(
            Stream.of("", "*.example", "a.test", "*.b.example", "longer.test")
                .map(HostPattern::parse)
                .sorted(HostPattern.MOST_SPECIFIC_FIRST)
                .map(HostPattern::toString))
        .containsExactly("longer.test", "a.test", "*.b.example", "*.example", "*");
  }

  @Test
  void refusesAWildcardInTheMiddle() {
    assertThatThrownBy(() -> HostPattern.parse("a.*.example")).hasMessageContaining("a.*.example");
  }
}
