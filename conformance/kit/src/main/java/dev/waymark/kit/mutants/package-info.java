/**
 * Judges the checks: each must be able to fail, and only for its own requirement. Mutants of a
 * reference that passes all, each with one named fault, are the witnesses.
 */
@NullMarked
package dev.waymark.kit.mutants;

import org.jspecify.annotations.NullMarked;
