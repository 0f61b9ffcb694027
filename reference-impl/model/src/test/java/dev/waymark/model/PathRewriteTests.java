package dev.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathRewriteTests {
  /** The table of the standard, HTTPPathModifier. */
  @ParameterizedTest
  @CsvSource({
    "/foo, /xyz, /foo/bar, /xyz/bar",
    "/foo, /xyz/, /foo/bar, /xyz/bar",
    "/foo/, /xyz, /foo/bar, /xyz/bar",
    "/foo/, /xyz/, /foo/bar, /xyz/bar",
    "/foo, /xyz, /foo, /xyz",
    "/foo, /xyz, /foo/, /xyz/",
    "/foo, '', /foo/bar, /bar",
    "/foo, '', /foo/, /",
    "/foo, '', /foo, /",
    "/foo, /, /foo/, /",
    "/foo, /, /foo, /",
    "/, /xyz, /bar, /xyz/bar",
    "/foo, /xyz, /foobar, /foobar",
  })
  void replacesThePrefix(String prefix, String replacement, String path, String expected) {
    assertThat(new PathRewrite.Prefix(prefix, replacement).apply(path)).isEqualTo(expected);
  }
}
