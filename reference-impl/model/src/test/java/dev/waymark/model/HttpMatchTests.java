package dev.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpMatchTests {
  private static final HeaderMatch VERSION =
      new HeaderMatch("Version", new ValueMatch.Exact("one"));
  private static final QueryParamMatch ANIMAL =
      new QueryParamMatch("animal", new ValueMatch.Exact("whale"));

  @Test
  void ranksAsTheStandardDoes() {
    var exact = HttpMatch.of(new PathMatch.Exact("/a"));
    var longPrefix = HttpMatch.of(new PathMatch.Prefix("/a/b"));
    var method = new HttpMatch(PathMatch.EVERY, Optional.of(HttpMethod.GET), List.of(), List.of());
    var header = HttpMatch.of(PathMatch.EVERY).withHeaders(List.of(VERSION));
    var query = new HttpMatch(PathMatch.EVERY, Optional.empty(), List.of(), List.of(ANIMAL));
    var every = HttpMatch.of(PathMatch.EVERY);
    var regex = HttpMatch.of(new PathMatch.Regex(Expression.of("/.*")));

    assertThat(
            List.of(regex, every, query, header, method, longPrefix, exact).stream()
                .sorted(HttpMatch.BEST_FIRST))
        .containsExactly(exact, longPrefix, method, header, query, every, regex);
  }

  @Test
  void refusesAHeaderTwiceWhateverItsCase() {
    var other = new HeaderMatch("VERSION", new ValueMatch.Exact("two"));
    assertThatThrownBy(() -> HttpMatch.of(PathMatch.EVERY).withHeaders(List.of(VERSION, other)))
        .hasMessageContaining("version");
  }

  @Test
  void dropsTheSlashAtTheEndOfAPrefix() {
    assertThat(new PathMatch.Prefix("/a/")).isEqualTo(new PathMatch.Prefix("/a"));
    assertThat(new PathMatch.Prefix("/").value()).isEqualTo("/");
  }

  @Test
  void refusesAnExpressionThatDoesNotCompile() {
    assertThatThrownBy(() -> Expression.of("("))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'('");
  }
}
