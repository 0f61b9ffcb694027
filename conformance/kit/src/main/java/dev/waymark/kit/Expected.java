package dev.waymark.kit;

import dev.waymark.kit.verdict.Expectation;

/**
 * What a test expects of a kind of subject, in stable names; becomes data in this run's names when
 * it is applied.
 *
 * @param <S> the kind of subject
 */
@FunctionalInterface
public interface Expected<S extends Subject> {
  /** The expectation as data. Pure. */
  Expectation of(S subject);
}
